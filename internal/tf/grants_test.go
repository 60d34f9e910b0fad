package tf_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func TestCheckNotSystemAPI(t *testing.T) {
	t.Parallel()
	client, err := auth0.New(auth0.Config{Domain: "example.eu.auth0.com", APIToken: "token"})
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		audience types.String
		refused  string // what the message names; empty: not refused
	}{
		"own API":        {audience: types.StringValue("https://api.example.com/")},
		"unknown":        {audience: types.StringUnknown()},
		"Management API": {audience: types.StringValue("https://example.eu.auth0.com/api/v2/"), refused: "Management API"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			tf.CheckNotSystemAPI(client, test.audience, &diags)
			if test.refused == "" {
				if len(diags) > 0 {
					t.Errorf("refused: %v", diags)
				}
				return
			}
			if len(diags) != 1 || !strings.Contains(diags[0].Detail(), test.refused) {
				t.Fatalf("got %v, want one error that names the %s", diags, test.refused)
			}
			if at, ok := diags[0].(diag.DiagnosticWithPath); !ok || !at.Path().Equal(path.Root("audience")) {
				t.Errorf("the error does not name the argument: %v", diags[0])
			}
		})
	}
}

func TestImportBlock(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ id, want string }{
		"plain":             {id: "cgr_1", want: "  import {\n    to = auth0access_client_grant.NAME\n    id = \"cgr_1\"\n  }"},
		"quotes, templates": {id: `a"${b}%{c}`, want: "  import {\n    to = auth0access_client_grant.NAME\n    id = \"a\\\"$${b}%%{c}\"\n  }"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tf.ImportBlock("auth0access_client_grant", test.id); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
