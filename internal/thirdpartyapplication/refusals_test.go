package thirdpartyapplication_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/provider"
)

// validate returns the arguments that `terraform validate` refuses, with the summaries, sorted.
func validate(t *testing.T, arguments map[string]any) []string {
	t.Helper()
	config := map[string]any{"name": "Partner", "app_type": "regular_web"}
	maps.Copy(config, arguments)
	encoded, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	server := providerserver.NewProtocol6(provider.New("test")())()
	answer, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: typeName, Config: &tfprotov6.DynamicValue{JSON: encoded},
	})
	if err != nil {
		t.Fatal(err)
	}
	refused := make([]string, 0, len(answer.Diagnostics))
	for _, diagnostic := range answer.Diagnostics {
		if strings.Contains(diagnostic.Detail, "secret-material") {
			t.Errorf("the message repeats a private key: %s", diagnostic.Detail)
		}
		refused = append(refused, attributeNames.ReplaceAllString(diagnostic.Attribute.String(), "$1")+": "+diagnostic.Summary)
	}
	slices.Sort(refused)
	return refused
}

var attributeNames = regexp.MustCompile(`(?:AttributeName|ElementKeyString)\("([^"]*)"\)`)

func TestApplicationValidation(t *testing.T) {
	t.Parallel()
	long, pem := strings.Repeat("x", 256), newPublicKey(t)
	key := func(pem string) map[string]any { return map[string]any{"pem": pem} }
	three := map[string]any{"a": key(newPublicKey(t)), "b": key(newPublicKey(t)), "c": map[string]any{}}
	twice := map[string]any{"a": key(pem), "b": key("\n" + strings.ReplaceAll(pem, "\n", "\r\n"))}
	refresh := func(members map[string]any) map[string]any {
		all := map[string]any{"rotation_type": "rotating", "expiration_type": "expiring"}
		maps.Copy(all, members)
		return map[string]any{"refresh_token": all}
	}
	credentials := func(credentials map[string]any) map[string]any {
		return map[string]any{"client_authentication_methods": map[string]any{"private_key_jwt": map[string]any{"credentials": credentials}}}
	}
	credential := func(members map[string]any) map[string]any {
		all := map[string]any{"pem": newPublicKey(t)}
		maps.Copy(all, members)
		return credentials(map[string]any{"main": all})
	}
	const at = "client_authentication_methods.private_key_jwt.credentials"
	tooMany := map[string]any{}
	for _, key := range strings.Split("abcdefghijk", "") {
		tooMany[key] = "x"
	}
	tests := map[string]struct {
		config map[string]any
		want   []string
	}{
		"the least":                {nil, nil},
		"markup in the name":       {map[string]any{"name": "<b>Partner</b>"}, []string{"name: Invalid Attribute Value Match"}},
		"no name":                  {map[string]any{"name": ""}, []string{"name: Invalid Attribute Value Match"}},
		"unusual permissive type":  {map[string]any{"app_type": "sso_integration", "security_mode": "permissive"}, nil},
		"other type":               {map[string]any{"app_type": "sso_integration"}, []string{"app_type: Type not for strict applications"}},
		"other mode":               {map[string]any{"security_mode": "lax"}, []string{"security_mode: Invalid Attribute Value Match"}},
		"description at its limit": {map[string]any{"description": strings.Repeat("ü", 140)}, nil},
		"description too long":     {map[string]any{"description": strings.Repeat("ü", 141)}, []string{"description: Invalid Attribute Value Length"}},
		"logo without scheme":      {map[string]any{"logo_uri": "example.com/logo.png"}, []string{"logo_uri: URL that Auth0 will not accept"}},
		"wildcards in strict mode": {map[string]any{"callbacks": []any{"https://*.example.com/"}}, []string{"callbacks: URL that Auth0 will not accept"}},
		"wildcards in permissive mode": {map[string]any{"callbacks": []any{"https://*.example.com/"}, "security_mode": "permissive"},
			nil},
		"null among callbacks":    {map[string]any{"callbacks": []any{nil}}, []string{"callbacks: Element is null"}},
		"implicit in strict mode": {map[string]any{"grant_types": []any{"implicit"}}, []string{"grant_types: Grant type not for third-party applications"}},
		"password in any mode":    {map[string]any{"grant_types": []any{"password"}, "security_mode": "permissive"}, []string{"grant_types: Grant type not for third-party applications"}},
		"empty grant type":        {map[string]any{"grant_types": []any{""}, "security_mode": "permissive"}, []string{`grant_types.ElementKeyValue(tftypes.String<"">): Invalid Attribute Value Length`}},
		"public client credentials": {map[string]any{"token_endpoint_auth_method": "none", "grant_types": []any{"client_credentials"}},
			[]string{"grant_types: Public application cannot use client_credentials"}},
		"client credentials, with a way to authenticate perhaps in the state": {map[string]any{"app_type": "spa", "grant_types": []any{"client_credentials"}}, nil},
		"other auth method":          {map[string]any{"token_endpoint_auth_method": "tls"}, []string{"token_endpoint_auth_method: Invalid Attribute Value Match"}},
		"HS256 in strict mode":       {map[string]any{"jwt_configuration": map[string]any{"alg": "HS256"}}, []string{"jwt_configuration.alg: Strict mode signs with RS256"}},
		"other algorithm":            {map[string]any{"jwt_configuration": map[string]any{"alg": "none"}, "security_mode": "permissive"}, []string{"jwt_configuration.alg: Invalid Attribute Value Match"}},
		"no ID token lifetime":       {map[string]any{"jwt_configuration": map[string]any{"lifetime_in_seconds": 0}}, []string{"jwt_configuration.lifetime_in_seconds: Invalid Attribute Value"}},
		"other rotation":             {refresh(map[string]any{"rotation_type": "spinning"}), []string{"refresh_token.rotation_type: Invalid Attribute Value Match"}},
		"not expiring":               {refresh(map[string]any{"expiration_type": "non-expiring"}), []string{"refresh_token.expiration_type: Strict mode needs expiring refresh tokens"}},
		"unlimited idle":             {refresh(map[string]any{"infinite_idle_token_lifetime": true}), []string{"refresh_token.infinite_idle_token_lifetime: Strict mode needs an idle lifetime"}},
		"unlimited life":             {refresh(map[string]any{"infinite_token_lifetime": true}), nil},
		"idle longer than life":      {refresh(map[string]any{"token_lifetime": 60, "idle_token_lifetime": 61}), []string{"refresh_token.idle_token_lifetime: Idle lifetime exceeds token lifetime"}},
		"negative leeway":            {refresh(map[string]any{"leeway": -1}), []string{"refresh_token.leeway: Invalid Attribute Value"}},
		"life too long":              {refresh(map[string]any{"token_lifetime": 157788001}), []string{"refresh_token.token_lifetime: Invalid Attribute Value"}},
		"no idle life":               {refresh(map[string]any{"idle_token_lifetime": 0}), []string{"refresh_token.idle_token_lifetime: Invalid Attribute Value"}},
		"metadata at its limits":     {map[string]any{"client_metadata": map[string]any{`Az 09:,-+=_*?"/\()<>@` + "\t": long[:255]}}, nil},
		"metadata key characters":    {map[string]any{"client_metadata": map[string]any{"größe": "x"}}, []string{"client_metadata.größe: Invalid Attribute Value Match"}},
		"metadata value too long":    {map[string]any{"client_metadata": map[string]any{"key": long}}, []string{"client_metadata.key: Invalid Attribute Value Length"}},
		"metadata key too long":      {map[string]any{"client_metadata": map[string]any{long: "x"}}, []string{"client_metadata." + long + ": Invalid Attribute Value Match"}},
		"metadata without value":     {map[string]any{"client_metadata": map[string]any{"key": nil}}, []string{"client_metadata.key: Element is null"}},
		"too much metadata":          {map[string]any{"client_metadata": tooMany}, []string{"client_metadata: Invalid Attribute Value"}},
		"keys":                       {credential(map[string]any{"alg": "PS256", "kid": "partner-2026", "expires_at": "2030-01-01T00:00:00+02:00"}), nil},
		"three keys":                 {credentials(three), []string{at + ": More than two public keys"}},
		"a key twice":                {credentials(twice), []string{at + ".b.pem: Public key given twice"}},
		"no keys":                    {credentials(map[string]any{}), []string{at + ": Invalid Attribute Value"}},
		"null for a key":             {credentials(map[string]any{"main": nil}), []string{at + ".main: Element is null"}},
		"nameless key":               {credentials(map[string]any{"": map[string]any{"pem": newPublicKey(t)}}), []string{at + ".: Invalid Attribute Value Length"}},
		"private key":                {credential(map[string]any{"pem": "-----BEGIN PRIVATE KEY-----\nsecret-material\n-----END PRIVATE KEY-----"}), []string{at + ".main.pem: Private key where a public one belongs"}},
		"elliptic key":               {credential(map[string]any{"pem": newEllipticKey(t)}), []string{at + ".main.pem: Not a usable public key"}},
		"key algorithm":              {credential(map[string]any{"alg": "HS256"}), []string{at + ".main.alg: Invalid Attribute Value Match"}},
		"key ID too short":           {credential(map[string]any{"kid": "short"}), []string{at + ".main.kid: Invalid Attribute Value Match"}},
		"expiry is not a time":       {credential(map[string]any{"expires_at": "tomorrow"}), []string{at + ".main.expires_at: Invalid RFC3339 String Value"}},
		"secret and keys":            {withMember(credential(nil), "token_endpoint_auth_method", "client_secret_post"), []string{"token_endpoint_auth_method: Two ways to authenticate"}},
		"secret rotation and keys":   {withMember(credential(nil), "secret_rotation_trigger", "1"), []string{"secret_rotation_trigger: No secret to rotate"}},
		"keys with another ID token": {withMember(withMember(credential(nil), "security_mode", "permissive"), "jwt_configuration", map[string]any{"alg": "HS256"}), []string{"jwt_configuration.alg: Private key JWT needs RS256"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, validate(t, test.config), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("refused (-want +got):\n%s", diff)
			}
		})
	}
}

// Only an application that is there already may have no type.
func TestApplicationWithoutType(t *testing.T) {
	t.Parallel()
	plan := acctest.Plan(t, acctest.NewTenant(t), typeName, nil, map[string]any{"name": "Partner"})
	if len(plan.Errors) != 1 || !strings.Contains(plan.Errors[0], "Application type not given") {
		t.Errorf("errors are %q, want one about the type", plan.Errors)
	}
}

func withMember(config map[string]any, name string, value any) map[string]any {
	config[name] = value
	return config
}

// Refusals cost no request, and take into account what the configuration leaves to the state.
func TestApplicationRefusals(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	_, private := newKey(t)
	name := acctest.Name(t, "partner")
	config := func(appType string, arguments map[string]any) map[string]any {
		config := map[string]any{"name": name, "app_type": appType}
		maps.Copy(config, arguments)
		return config
	}
	for what, test := range map[string]struct {
		config map[string]any
		want   []string
	}{
		"many mistakes": {config("regular_web", map[string]any{
			"callbacks": []any{"https://*.example.com/", "/cb"}, "grant_types": []any{"password"},
			"token_endpoint_auth_method": "none", "jwt_configuration": map[string]any{"alg": "HS256"},
		}), []string{
			`"/cb" has no scheme`, `"https://*.example.com/" matches many URLs`,
			"Grant type not for third-party applications", "Strict mode signs with RS256",
		}},
		"private key": {
			agent("Partner", map[string]any{"main": credential(private)}), []string{"Private key where a public one belongs"},
		},
		"public application": {
			config("native", map[string]any{"grant_types": []any{"client_credentials"}}),
			[]string{"Public application cannot use client_credentials"},
		},
	} {
		_, errors := acctest.PlanConfig(t, tenant, typeName, test.config)
		for _, want := range test.want {
			has := func(message string) bool { return strings.Contains(message, want) }
			if len(errors) != len(test.want) || !slices.ContainsFunc(errors, has) {
				t.Errorf("%s: errors are %q, want one with %q", what, errors, want)
			}
		}
	}
	if requests := tenant.Requests(); len(requests) > 0 {
		t.Errorf("refusals cost %v", requests)
	}

	app := &remembered{}
	life := acctest.NewLifecycle(t, tenant, typeName)
	confidential := config("regular_web", map[string]any{
		"token_endpoint_auth_method": "client_secret_post", "grant_types": []any{"client_credentials"},
	})
	life.Converge(confidential, plancheck.ResourceActionCreate)
	app.remember(t, life)
	tenant.ResetRequests()
	errors := life.Apply(config("regular_web", map[string]any{"token_endpoint_auth_method": "none"}))
	acctest.WantOne(t, "public from now on", errors, []string{
		"Public application cannot use client_credentials", "write it without",
	})
	app.wantWrites(t, tenant)()
	life.WantNoChange(confidential)
}
