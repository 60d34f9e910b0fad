package auth0

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
)

// managementAPI is how the identifier of every tenant's Management API ends.
const managementAPI = "/api/v2/"

// checkValues refuses values that cannot be what they should be. Problems show those that are no secret.
func (config *Config) checkValues() error {
	for _, one := range []struct {
		member, value string
		isSecret      bool
	}{
		{"Domain", config.Domain, false},
		{"Audience", config.Audience, false},
		{"ClientID", config.ClientID, false},
		{"ClientSecret", config.ClientSecret, true},
		{"APIToken", config.APIToken, true},
	} {
		found := foreignCharacter(one.value)
		switch {
		case found == "":
		case one.isSecret:
			return &ConfigError{one.member, "holds " + found + "; remove it"}
		default:
			return &ConfigError{one.member, about(one.value, "holds "+found+"; remove it")}
		}
	}
	if strings.ContainsFunc(config.APIToken, func(r rune) bool { return r > unicode.MaxASCII }) {
		return &ConfigError{"APIToken", "holds a character that a token, which travels in a header, cannot have"}
	}
	if config.Audience != "" && !strings.HasSuffix(config.Audience, managementAPI) {
		return &ConfigError{"Audience", about(config.Audience, "is not a Management API's: that is https://TENANT.REGION.auth0.com/api/v2/, with a "+
			"slash at its end; leave it out unless the domain is a custom one")}
	}
	if expiry := expiryOf(config.APIToken); !expiry.IsZero() && time.Now().After(expiry) {
		return &ConfigError{"APIToken", fmt.Sprintf("is a token that expired at %s, by the clock of this machine; get a new one", expiry.UTC().Format(time.RFC3339))}
	}
	return nil
}

// about returns what is wrong with a value, with the value unless it may hold a password.
func about(value, problem string) string {
	if strings.Contains(value, "@") {
		return problem
	}
	return fmt.Sprintf("is %q, which %s", value, problem)
}

// foreignCharacter names the first blank or unprintable character, which no domain, identifier, secret or token has, and
// a file or a shell may have left there. It is empty if there is none.
func foreignCharacter(value string) string {
	i := strings.IndexFunc(value, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
	if i < 0 {
		return ""
	}
	switch r := []rune(value[i:])[0]; r {
	case '\n':
		return "a line break"
	case '\r':
		return "a carriage return"
	case '\t':
		return "a tab"
	case ' ':
		return "a blank"
	default:
		return fmt.Sprintf("the character %U", r)
	}
}

// quotedSecret is a remark about a client secret that has quotation marks around it.
func (config *Config) quotedSecret() string {
	secret := config.ClientSecret
	if len(secret) > 1 && secret[0] == secret[len(secret)-1] && strings.ContainsRune(`"'`, rune(secret[0])) {
		return ", and remove the quotation marks around the secret"
	}
	return ""
}

// expiryOf returns when an access token expires, the zero time if it does not say.
func expiryOf(token string) time.Time {
	var claims struct {
		Expiry int64 `json:"exp"`
	}
	if json.Unmarshal(payloadOf(token), &claims) != nil || claims.Expiry == 0 {
		return time.Time{}
	}
	return time.Unix(claims.Expiry, 0)
}
