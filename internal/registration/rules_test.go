package registration

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestWarnMode(t *testing.T) {
	t.Parallel()
	const (
		notSet    = "Security mode of registrations not set"
		inherited = "Tenant makes registered applications permissive"
		chosen    = "Registered applications will be permissive"
	)
	on, off := types.BoolValue(true), types.BoolValue(false)
	none, strict, permissive := types.StringNull(), types.StringValue("strict"), types.StringValue("permissive")
	tests := map[string]struct {
		config  types.String
		plan    model
		state   *model
		warning string
	}{
		"strict":                      {strict, model{Enabled: on, SecurityMode: strict}, nil, ""},
		"strict already":              {strict, model{Enabled: on, SecurityMode: strict}, &model{Enabled: on, SecurityMode: strict}, ""},
		"left out, tenant strict":     {none, model{Enabled: on, SecurityMode: strict}, &model{Enabled: on, SecurityMode: strict}, ""},
		"left out, new":               {none, model{Enabled: on, SecurityMode: types.StringUnknown()}, nil, ""},
		"left out, tenant has none":   {none, model{Enabled: on, SecurityMode: none}, &model{Enabled: on, SecurityMode: none}, notSet},
		"left out, tenant permissive": {none, model{Enabled: on, SecurityMode: permissive}, &model{Enabled: on, SecurityMode: permissive}, inherited},
		"permissive, new":             {permissive, model{Enabled: on, SecurityMode: permissive}, nil, chosen},
		"permissive, was strict":      {permissive, model{Enabled: on, SecurityMode: permissive}, &model{Enabled: on, SecurityMode: strict}, chosen},
		"permissive, was off":         {permissive, model{Enabled: on, SecurityMode: permissive}, &model{Enabled: off, SecurityMode: permissive}, chosen},
		"permissive already":          {permissive, model{Enabled: on, SecurityMode: permissive}, &model{Enabled: on, SecurityMode: permissive}, ""},
		"permissive, off":             {permissive, model{Enabled: off, SecurityMode: permissive}, nil, ""},
		"permissive, perhaps on":      {permissive, model{Enabled: types.BoolUnknown(), SecurityMode: permissive}, nil, ""},
		"left out, off":               {none, model{Enabled: off, SecurityMode: none}, &model{Enabled: off, SecurityMode: none}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			warnMode(&model{SecurityMode: test.config}, &test.plan, test.state, &diags)
			var got []string
			for _, warning := range diags.Warnings() {
				got = append(got, warning.Summary())
			}
			if strings.Join(got, "; ") != test.warning || diags.HasError() {
				t.Errorf("diagnostics = %v, want the warning %q", diags, test.warning)
			}
		})
	}
}
