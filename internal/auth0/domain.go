package auth0

import (
	"fmt"
	"strings"
)

// parseDomain splits a configured domain into scheme and host.
func parseDomain(domain string) (scheme, host string, err error) {
	scheme, host = "https", strings.TrimSuffix(domain, "/")
	if before, after, found := strings.Cut(host, "://"); found {
		scheme, host = before, after
	}
	if host == "" {
		return "", "", fmt.Errorf("domain is empty")
	}
	return scheme, host, nil
}
