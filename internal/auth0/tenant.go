package auth0

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
)

// Tenant returns the tenant's own domain, such as example.eu.auth0.com, even where Domain is a custom domain: it is the host
// of the Management API's identifier. Auth0 issues no token for the identifier of another tenant.
func (c *Client) Tenant() string { return c.tenant }

// IsTenant reports whether the client's tenant has the domain.
func (c *Client) IsTenant(domain string) bool { return domain == c.tenant || domain == c.domain }

// tenantOf returns the tenant's own domain. A ready token names the Management API itself; otherwise the audience does that
// tokens are asked for.
func tenantOf(config Config, audience, domain string) string {
	for _, identifier := range append(audiencesOf(config.APIToken), audience) {
		parsed, err := url.Parse(identifier)
		if err == nil && parsed.Host != "" && parsed.Path == "/api/v2/" {
			return strings.ToLower(parsed.Host)
		}
	}
	return domain
}

// payloadOf returns what an access token says, as JSON, nil if it is no JSON Web Token. It is not verified: the API does
// that.
func payloadOf(token string) []byte {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil
	}
	return payload
}

// audiencesOf returns whom an access token is meant for.
func audiencesOf(token string) []string {
	payload := payloadOf(token)
	var one struct {
		Audience string `json:"aud"`
	}
	if json.Unmarshal(payload, &one) == nil {
		return []string{one.Audience}
	}
	var several struct {
		Audiences []string `json:"aud"`
	}
	if json.Unmarshal(payload, &several) != nil {
		return nil
	}
	return several.Audiences
}
