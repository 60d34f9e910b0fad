package tenant

import (
	"crypto/rand"
	"encoding/hex"
)

// Alphabets of ids and secrets.
const (
	Alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	SecretSymbols = Alphanumerics + "_-"
)

// RandomText returns n characters of the alphabet. The alphabets divide 256 unevenly; for ids that does not matter.
func RandomText(n int, alphabet string) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails, see crypto/rand
	for i, b := range raw {
		raw[i] = alphabet[int(b)%len(alphabet)]
	}
	return string(raw)
}

// NewClientID returns the client_id of a new application.
func NewClientID(strict bool) string {
	if strict {
		return "tpc_" + RandomText(22, Alphanumerics)
	}
	return RandomText(32, Alphanumerics)
}

// NewClientSecret returns the client_secret of a new application.
func NewClientSecret() string { return RandomText(64, SecretSymbols) }

// NewClientGrantID returns the id of a new client grant.
func NewClientGrantID() string { return "cgr_" + RandomText(16, Alphanumerics) }

// NewConnectionID returns the id of a new connection.
func NewConnectionID() string { return "con_" + RandomText(16, Alphanumerics) }

// NewCredentialID returns the id of a new credential.
func NewCredentialID() string { return "cred_" + RandomText(22, Alphanumerics) }

// NewOrganizationID returns the id of a new organization.
func NewOrganizationID() string { return "org_" + RandomText(16, Alphanumerics) }

// NewRateLimitPolicyID returns the id of a new rate limit policy.
func NewRateLimitPolicyID() string { return "rlp_" + RandomText(22, Alphanumerics) }

// NewTenantACL returns the id of a new tenant ACL.
func NewTenantACL() string { return "acl_" + RandomText(16, Alphanumerics) }

// NewResourceServerID returns the id of a new API.
func NewResourceServerID() string { return randomHex(12) }

// NewUserGrantID returns the id of the consent of a user.
func NewUserGrantID() string { return randomHex(12) }

// NewUserID returns the id of a new user of a connection.
func NewUserID(strategy string) string { return strategy + "|" + randomHex(12) }

// NewRefreshTokenID returns the id under which refresh tokens are listed. It is not a token.
func NewRefreshTokenID() string { return "rt_" + RandomText(18, Alphanumerics) }

// NewRuleID returns the id of a Rule.
func NewRuleID() string { return "rul_" + RandomText(16, Alphanumerics) }

// NewHookID returns the id of a Hook.
func NewHookID() string { return RandomText(18, Alphanumerics) }

func randomHex(bytes int) string {
	raw := make([]byte, bytes)
	_, _ = rand.Read(raw)
	return hex.EncodeToString(raw)
}
