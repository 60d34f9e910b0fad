package registration

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// The update sends exactly the members that differ.
func TestChanges(t *testing.T) {
	t.Parallel()
	const (
		enable  = `"flags":{"enable_dynamic_client_registration":true}`
		disable = `"flags":{"enable_dynamic_client_registration":false}`
		strict  = `"dynamic_client_registration_security_mode":"strict"`
	)
	tests := map[string]struct {
		enabled bool
		mode    types.String
		now     auth0.TenantSettings
		written string
		body    string
	}{
		"as it is":              {true, types.StringValue("strict"), settings(true, "strict"), "", `{}`},
		"enable":                {true, types.StringValue("strict"), settings(false, "strict"), "", `{` + enable + `}`},
		"enable, mode unset":    {true, types.StringValue("strict"), settings(false, ""), "", `{` + enable + `,` + strict + `}`},
		"disable":               {false, types.StringValue("strict"), settings(true, "strict"), "", `{` + disable + `}`},
		"mode alone":            {true, types.StringValue("strict"), settings(true, "permissive"), "", `{` + strict + `}`},
		"mode while disabled":   {false, types.StringValue("strict"), settings(false, "permissive"), "", `{` + strict + `}`},
		"mode left out, unset":  {true, types.StringNull(), settings(false, ""), "", `{` + enable + `}`},
		"hidden, as written":    {true, types.StringValue("strict"), settings(true, ""), "strict", `{}`},
		"hidden, other mode":    {true, types.StringValue("strict"), settings(true, ""), "permissive", `{` + strict + `}`},
		"hidden, enable":        {true, types.StringValue("strict"), settings(false, ""), "strict", `{` + enable + `,` + strict + `}`},
		"hidden, disable":       {false, types.StringValue("strict"), settings(true, ""), "strict", `{` + disable + `}`},
		"hidden, imported":      {true, types.StringValue("strict"), settings(true, ""), "", `{` + strict + `}`},
		"shown, not as written": {true, types.StringValue("strict"), settings(true, "permissive"), "strict", `{` + strict + `}`},
		"mode left out":         {true, types.StringUnknown(), settings(false, "permissive"), "", `{` + enable + `}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, err := json.Marshal(model{Enabled: types.BoolValue(test.enabled), SecurityMode: test.mode}.changes(&test.now, test.written))
			if err != nil {
				t.Fatal(err)
			}
			if string(body) != test.body {
				t.Errorf("body = %s, want %s", body, test.body)
			}
		})
	}
}

func TestNeedsDefaultPermissions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		enabled types.Bool
		allow   types.Bool
		now     auth0.TenantSettings
		want    bool
	}{
		"turned on":           {types.BoolValue(true), types.BoolValue(false), settings(false, ""), true},
		"on already":          {types.BoolValue(true), types.BoolValue(false), settings(true, ""), false},
		"turned on, override": {types.BoolValue(true), types.BoolValue(true), settings(false, ""), false},
		"turned off":          {types.BoolValue(false), types.BoolValue(false), settings(true, ""), false},
		"stays off":           {types.BoolValue(false), types.BoolValue(false), settings(false, ""), false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := model{Enabled: test.enabled, AllowWithoutDefaultPermissions: test.allow}
			if got := plan.needsDefaultPermissions(&test.now); got != test.want {
				t.Errorf("needsDefaultPermissions = %v, want %v", got, test.want)
			}
		})
	}
}

func settings(enabled bool, mode string) auth0.TenantSettings {
	return auth0.TenantSettings{
		Flags:                                 auth0.TenantFlags{EnableDynamicClientRegistration: enabled},
		DynamicClientRegistrationSecurityMode: mode,
	}
}
