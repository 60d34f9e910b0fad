package redirectprotection

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func TestCheckApplication(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		app     auth0.Application
		summary string
	}{
		"strict":      {auth0.Application{ThirdPartySecurityMode: auth0.SecurityModeStrict}, ""},
		"permissive":  {auth0.Application{ThirdPartySecurityMode: auth0.SecurityModePermissive}, "Application is not in strict mode"},
		"mode absent": {auth0.Application{}, "Application is not in strict mode"},
		"first-party": {auth0.Application{IsFirstParty: true}, "Application is not third-party"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			checkApplication(&test.app, &diags)
			if got := summaries(diags); got != test.summary {
				t.Errorf("diagnostics = %q, want %q", got, test.summary)
			}
		})
	}
}

func TestCheckCallbacks(t *testing.T) {
	t.Parallel()
	const refused = "Callback host is not trusted"
	callbacks := []string{"https://a.example/cb", "https://b.example/cb"}
	tests := map[string]struct {
		enabled types.Bool
		hosts   types.Set
		want    string
	}{
		"all trusted":          {types.BoolValue(false), tf.StringSet([]string{"a.example", "b.example"}), ""},
		"one not trusted":      {types.BoolValue(false), tf.StringSet([]string{"a.example"}), refused},
		"none trusted":         {types.BoolValue(false), tf.StringSet(nil), refused},
		"no list":              {types.BoolValue(false), types.SetNull(types.StringType), ""},
		"list unknown":         {types.BoolValue(false), types.SetUnknown(types.StringType), ""},
		"one host unknown":     {types.BoolValue(false), types.SetValueMust(types.StringType, []attr.Value{types.StringUnknown()}), ""},
		"protection on":        {types.BoolValue(true), tf.StringSet([]string{"a.example"}), ""},
		"protection not known": {types.BoolUnknown(), tf.StringSet([]string{"a.example"}), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			plan := &model{ClientID: types.StringValue("tpc_1"), Enabled: test.enabled, TrustedCallbackHosts: test.hosts}
			checkCallbacks(plan, callbacks, &diags)
			if got := summaries(diags); got != test.want {
				t.Errorf("diagnostics = %q, want %q", got, test.want)
			}
		})
	}
}

func TestWarnExposed(t *testing.T) {
	t.Parallel()
	anyHost, pinned := types.SetNull(types.StringType), tf.StringSet([]string{"a.example"})
	on := &model{Enabled: types.BoolValue(true)}
	off := &model{Enabled: types.BoolValue(false)}
	tests := map[string]struct {
		enabled types.Bool
		hosts   types.Set
		state   *model
		warned  bool
	}{
		"on":                        {types.BoolValue(true), anyHost, nil, false},
		"not known":                 {types.BoolUnknown(), anyHost, nil, false},
		"off, any host, new":        {types.BoolValue(false), anyHost, nil, true},
		"off, any host, as before":  {types.BoolValue(false), anyHost, off, true},
		"off, pinned, new":          {types.BoolValue(false), pinned, nil, true},
		"off, pinned, on before":    {types.BoolValue(false), pinned, on, true},
		"off, pinned, as before":    {types.BoolValue(false), pinned, off, false},
		"off, hosts not known, new": {types.BoolValue(false), types.SetUnknown(types.StringType), nil, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			warnExposed(&model{Enabled: test.enabled, TrustedCallbackHosts: test.hosts}, test.state, &diags)
			if got := diags.WarningsCount() == 1; got != test.warned || diags.HasError() {
				t.Errorf("diagnostics = %v, want a warning: %v", diags, test.warned)
			}
		})
	}
}

// The warning is shorter if the hosts are pinned: the person has decided already.
func TestWarnExposedLength(t *testing.T) {
	t.Parallel()
	length := func(hosts types.Set) int {
		var diags diag.Diagnostics
		warnExposed(&model{Enabled: types.BoolValue(false), TrustedCallbackHosts: hosts}, nil, &diags)
		return len(diags[0].Detail())
	}
	if anyHost, pinned := length(types.SetNull(types.StringType)), length(tf.StringSet([]string{"a.example"})); pinned >= anyHost {
		t.Errorf("the warning has %d characters with trusted hosts and %d without", pinned, anyHost)
	}
}

func summaries(diags diag.Diagnostics) string {
	all := make([]string, 0, len(diags))
	for _, d := range diags {
		all = append(all, d.Summary())
	}
	return strings.Join(all, "; ")
}
