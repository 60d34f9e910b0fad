package auth0

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
	"testing"
)

func TestParseDomain(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ origin, host, problem string }{
		"example.eu.auth0.com":          {"https://example.eu.auth0.com", "example.eu.auth0.com", ""},
		"Example.EU.auth0.com":          {"https://example.eu.auth0.com", "example.eu.auth0.com", ""},
		"https://example.eu.auth0.com":  {"https://example.eu.auth0.com", "example.eu.auth0.com", ""},
		"HTTPS://example.eu.auth0.com/": {"https://example.eu.auth0.com", "example.eu.auth0.com", ""},
		"example.eu.auth0.com/":         {"https://example.eu.auth0.com", "example.eu.auth0.com", ""},
		"localhost:3000":                {"https://localhost:3000", "localhost:3000", ""},
		"http://localhost:3000":         {"http://localhost:3000", "localhost:3000", ""},
		"http://127.0.0.1:3000/":        {"http://127.0.0.1:3000", "127.0.0.1:3000", ""},
		"http://127.1.2.3":              {"http://127.1.2.3", "127.1.2.3", ""},
		"http://[::1]:3000":             {"http://[::1]:3000", "[::1]:3000", ""},
		"https://10.0.0.1:8443":         {"https://10.0.0.1:8443", "10.0.0.1:8443", ""},

		"":                                    {problem: "is empty"},
		" example.eu.auth0.com":               {problem: "is not a domain"},
		"exam ple.com":                        {problem: "is not a domain"},
		"example..com":                        {problem: "is not a domain"},
		"-example.com":                        {problem: "is not a domain"},
		"*.example.com":                       {problem: "is not a domain"},
		"https://":                            {problem: "is not a domain"},
		"example.com:":                        {problem: "is not a domain"},
		"example.com:port":                    {problem: "is not a domain"},
		"http://[::1%25lo]:3000":              {problem: "is not a domain"},
		"example.com/api/v2/":                 {problem: "must not hold a path; give example.com alone"},
		"https://example.com//":               {problem: "must not hold a path"},
		"example.com?x=1":                     {problem: "must not hold a query or fragment; give example.com alone"},
		"example.com?":                        {problem: "must not hold a query"},
		"example.com#":                        {problem: "must not hold a query"},
		"https://user:geheim@example.com":     {problem: "must not hold a user name or password"},
		"user@example.com":                    {problem: "must not hold a user name or password"},
		"ftp://example.com":                   {problem: "has the scheme ftp"},
		"http://example.eu.auth0.com":         {problem: "must be reached over https"},
		"http://10.0.0.1":                     {problem: "must be reached over https"},
		"http://localhost.example.com":        {problem: "must be reached over https"},
		"http://127.0.0.1.example.com":        {problem: "must be reached over https"},
		"http://[::2]":                        {problem: "must be reached over https"},
		"http://user:geheim@localhost/x?y=#z": {problem: "must not hold a user name or password"},
	}
	for domain, want := range tests {
		t.Run(domain, func(t *testing.T) {
			t.Parallel()
			origin, host, err := parseDomain(domain)
			if want.problem == "" {
				if err != nil || origin != want.origin || host != want.host {
					t.Errorf("got %q, %q, %v; want %q, %q", origin, host, err, want.origin, want.host)
				}
				return
			}
			problem, ok := errors.AsType[*ConfigError](err)
			if !ok || problem.Member != "Domain" || !strings.Contains(problem.Problem, want.problem) || strings.Contains(problem.Problem, "geheim") {
				t.Errorf("error is %v, want one about Domain with %q", err, want.problem)
			}
		})
	}
}

func FuzzParseDomain(f *testing.F) {
	for _, seed := range []string{"example.eu.auth0.com", "http://127.0.0.1:1/", "https://[::1]", "http://x", "a@b", "x/../y", "%zz", "\x00", "http://[::ffff:127.0.0.1]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, domain string) {
		origin, host, err := parseDomain(domain)
		if err != nil {
			if _, ok := errors.AsType[*ConfigError](err); !ok {
				t.Fatalf("%q: error is a %T", domain, err)
			}
			return
		}
		parsed, err := url.Parse(origin + "/api/v2/clients")
		if err != nil || parsed.Host != host || parsed.User != nil || parsed.Path != "/api/v2/clients" {
			t.Fatalf("%q: origin %q and host %q do not make an address (%v)", domain, origin, host, err)
		}
		if parsed.Scheme == "https" {
			return
		}
		address, err := netip.ParseAddr(parsed.Hostname())
		if parsed.Scheme != "http" || parsed.Hostname() != "localhost" && (err != nil || !address.IsLoopback()) {
			t.Fatalf("%q: plain %s is used for %q", domain, parsed.Scheme, host)
		}
		again, _, err := parseDomain(origin)
		if err != nil || again != origin {
			t.Fatalf("%q: origin %q is read as %q, %v", domain, origin, again, err)
		}
	})
}
