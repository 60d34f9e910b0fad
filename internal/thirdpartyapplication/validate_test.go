package thirdpartyapplication

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf/application"
)

// found names the arguments of problems with their summaries.
func found(problems []application.Problem) []string {
	names := make([]string, 0, len(problems))
	for _, p := range problems {
		names = append(names, p.Path.String()+": "+p.Summary)
	}
	return names
}

func TestProblems(t *testing.T) {
	t.Parallel()
	const (
		badURL      = "URL that Auth0 will not accept"
		badGrant    = "grant_types: Grant type not for third-party applications"
		publicGrant = "grant_types: Public application cannot use client_credentials"
		strictAlg   = "jwt_configuration.alg: Strict mode signs with RS256"
		keysAlg     = "jwt_configuration.alg: Private key JWT needs RS256"
	)
	tests := map[string]struct {
		settings settings
		want     []string
	}{
		"nothing known": {settings{}, nil},
		"all that strict mode allows": {settings{
			SecurityMode: "strict", AppType: "regular_web", LogoURI: "https://a.example/logo.png",
			Callbacks: []string{"https://a.example/cb?x=1", "http://localhost:8080/cb"}, AllowedOrigins: []string{"https://a.example"},
			GrantTypes: []string{"authorization_code", "refresh_token", "client_credentials"}, AuthMethod: new("client_secret_post"), HasKeys: new(false),
			RotatesSecret: true, JWTAlg: "RS256",
			RefreshToken: application.RefreshTokenSettings{ExpirationType: "expiring", InfiniteTokenLifetime: true, IdleTokenLifetime: new(int64(5))},
		}, nil},

		"strict: other grant types":     {settings{SecurityMode: "strict", GrantTypes: []string{"implicit", "authorization_code"}}, []string{badGrant}},
		"permissive: other grant types": {settings{SecurityMode: "permissive", GrantTypes: []string{"implicit"}}, nil},
		"permissive: password":          {settings{SecurityMode: "permissive", GrantTypes: []string{"password"}}, []string{badGrant}},
		"permissive: password realm": {settings{SecurityMode: "permissive",
			GrantTypes: []string{"http://auth0.com/oauth/grant-type/password-realm"}}, []string{badGrant}},
		"mode unknown: other grant types": {settings{GrantTypes: []string{"implicit"}}, nil},
		"mode unknown: password":          {settings{GrantTypes: []string{"password"}}, []string{badGrant}},

		"client_credentials of a public application": {settings{SecurityMode: "strict", AppType: "regular_web", AuthMethod: new("none"), HasKeys: new(false),
			GrantTypes: []string{"client_credentials"}}, []string{publicGrant}},
		"client_credentials of a native application without a way to authenticate": {settings{SecurityMode: "strict", AppType: "native",
			AuthMethod: new(""), HasKeys: new(false), GrantTypes: []string{"client_credentials"}}, []string{publicGrant}},
		"client_credentials of a web application without a way to authenticate": {settings{SecurityMode: "strict", AppType: "regular_web",
			AuthMethod: new(""), HasKeys: new(false), GrantTypes: []string{"client_credentials"}}, nil},
		"client_credentials of a native application with a secret": {settings{SecurityMode: "strict", AppType: "native",
			AuthMethod: new("client_secret_basic"), HasKeys: new(false), GrantTypes: []string{"client_credentials"}}, nil},
		"client_credentials of a native application with keys": {settings{SecurityMode: "strict", AppType: "native",
			AuthMethod: new(""), HasKeys: new(true), GrantTypes: []string{"client_credentials"}}, nil},
		"client_credentials while the way to authenticate is unknown": {settings{SecurityMode: "strict", AppType: "native",
			HasKeys: new(false), GrantTypes: []string{"client_credentials"}}, nil},
		"client_credentials while keys are unknown": {settings{SecurityMode: "strict", AppType: "native",
			AuthMethod: new(""), GrantTypes: []string{"client_credentials"}}, nil},
		"client_credentials of a permissive public application": {settings{SecurityMode: "permissive", AppType: "spa",
			AuthMethod: new("none"), HasKeys: new(false), GrantTypes: []string{"client_credentials"}}, nil},

		"secret and keys": {settings{AuthMethod: new("none"), HasKeys: new(true)}, []string{"token_endpoint_auth_method: Two ways to authenticate"}},
		"rotation with keys": {settings{AuthMethod: new(""), HasKeys: new(true), RotatesSecret: true},
			[]string{"secret_rotation_trigger: No secret to rotate"}},

		"strict: HS256":             {settings{SecurityMode: "strict", JWTAlg: "HS256"}, []string{strictAlg}},
		"strict: PS256":             {settings{SecurityMode: "strict", JWTAlg: "PS256", HasKeys: new(true)}, []string{strictAlg}},
		"permissive: HS256":         {settings{SecurityMode: "permissive", JWTAlg: "HS256", HasKeys: new(false)}, nil},
		"permissive: HS256 of keys": {settings{SecurityMode: "permissive", JWTAlg: "HS256", HasKeys: new(true)}, []string{keysAlg}},

		"strict: refresh tokens that never expire": {settings{SecurityMode: "strict", RefreshToken: application.RefreshTokenSettings{ExpirationType: "non-expiring"}},
			[]string{"refresh_token.expiration_type: Strict mode needs expiring refresh tokens"}},
		"strict: no idle limit": {settings{SecurityMode: "strict", RefreshToken: application.RefreshTokenSettings{ExpirationType: "expiring", InfiniteIdleTokenLifetime: true}},
			[]string{"refresh_token.infinite_idle_token_lifetime: Strict mode needs an idle lifetime"}},
		"permissive: both": {settings{SecurityMode: "permissive",
			RefreshToken: application.RefreshTokenSettings{ExpirationType: "non-expiring", InfiniteIdleTokenLifetime: true}}, nil},
		"idle longer than total": {settings{RefreshToken: application.RefreshTokenSettings{TokenLifetime: new(int64(60)), IdleTokenLifetime: new(int64(61))}},
			[]string{"refresh_token.idle_token_lifetime: Idle lifetime exceeds token lifetime"}},
		"idle as long as total": {settings{RefreshToken: application.RefreshTokenSettings{TokenLifetime: new(int64(60)), IdleTokenLifetime: new(int64(60))}}, nil},
		"idle longer than a total that does not count": {settings{RefreshToken: application.RefreshTokenSettings{
			TokenLifetime: new(int64(60)), InfiniteTokenLifetime: true, IdleTokenLifetime: new(int64(61))}}, nil},
		"idle that does not count": {settings{RefreshToken: application.RefreshTokenSettings{
			TokenLifetime: new(int64(60)), IdleTokenLifetime: new(int64(61)), InfiniteIdleTokenLifetime: true}}, nil},

		"each bad URL": {settings{LogoURI: "logo.png", Callbacks: []string{"/cb", "https://b.example/#done"}, AllowedOrigins: []string{"a.example"},
			WebOrigins: []string{"https://"}}, []string{
			"logo_uri: " + badURL, "callbacks: " + badURL, "callbacks: " + badURL, "allowed_origins: " + badURL, "web_origins: " + badURL,
		}},
		"strict: wildcards": {settings{SecurityMode: "strict", Callbacks: []string{"https://*.a.example/cb"}, AllowedOrigins: []string{"https://*.a.example"},
			WebOrigins: []string{"https://*.a.example"}}, []string{"callbacks: " + badURL, "allowed_origins: " + badURL, "web_origins: " + badURL}},
		"permissive: wildcards": {settings{SecurityMode: "permissive", Callbacks: []string{"https://*.a.example/cb"}}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, found(test.settings.problems()), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}
