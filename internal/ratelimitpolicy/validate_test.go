package ratelimitpolicy

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Of arguments that belong together, ignore_changes may keep some as the state has them.
func TestKeptArguments(t *testing.T) {
	t.Parallel()
	block := model{Action: types.StringValue("block"), Limit: types.Int64Value(5)}
	allow := model{Action: types.StringValue("allow")}
	redirect := model{
		Action: types.StringValue("redirect"), Limit: types.Int64Value(9), RedirectURI: types.StringValue("https://www.example.com/slow-down"),
	}
	for name, test := range map[string]struct {
		plan     model
		isUpdate bool
		want     string // of the error, empty for none
	}{
		"nothing is kept":       {block, true, ""},
		"limit is kept":         {model{Action: block.Action, Limit: redirect.Limit}, true, ""},
		"everything is kept":    {redirect, true, ""},
		"no limit is kept":      {model{Action: block.Action}, true, `action = "block", limit = null and redirect_uri = null`},
		"permission is kept":    {model{Action: allow.Action, Limit: block.Limit}, true, `action = "allow", limit = 5 and redirect_uri = null`},
		"redirection is kept":   {model{Action: redirect.Action, Limit: block.Limit}, true, `action = "redirect", limit = 5 and redirect_uri = null`},
		"target is kept":        {model{Action: block.Action, Limit: block.Limit, RedirectURI: redirect.RedirectURI}, true, "name all of them in ignore_changes, or none"},
		"known in the apply":    {model{Action: block.Action}, false, "Action needs a limit"},
		"not known in the plan": {model{Action: types.StringUnknown()}, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			checkKept(test.plan, test.isUpdate, &diags)
			if test.want == "" {
				if diags.HasError() {
					t.Errorf("errors are %v", diags)
				}
				return
			}
			if len(diags) != 1 || !strings.Contains(diags[0].Summary()+diags[0].Detail(), test.want) {
				t.Errorf("errors are %v, want one with %q", diags, test.want)
			}
		})
	}
}
