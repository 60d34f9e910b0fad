package functions_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// call is a call of a function, and what comes of it: a result, or what the error says.
type call struct {
	name      string
	arguments []any
	want      any
	wantError string
}

func (c call) String() string { return fmt.Sprintf("%s%q", c.name, c.arguments) }

func TestFunctions(t *testing.T) {
	t.Parallel()
	callback := func(want any, url, mode any) call {
		return call{name: "callback_url_problem", arguments: []any{url, mode}, want: want}
	}
	metadata := func(want, url any) call { return call{name: "metadata_url_problem", arguments: []any{url}, want: want} }
	key := func(want, key any) call { return call{name: "key_problem", arguments: []any{key}, want: want} }
	scopes := func(want, scopes, all any) call {
		return call{name: "scopes_problem", arguments: []any{scopes, all}, want: want}
	}
	for _, c := range []call{
		callback(nil, "https://app.example.com/callback", "strict"),
		callback(nil, "com.example.app:/callback", "strict"),
		callback(nil, nil, "strict"),
		callback(`"https://*.example.com/callback" matches many URLs`, "https://*.example.com/callback", "strict"),
		callback(`"https://*.example.com/callback" matches many URLs`, "https://*.example.com/callback", nil),
		callback(nil, "https://*.example.com/callback", "permissive"),
		callback(`"https://app.example.com/callback#top" has a fragment`, "https://app.example.com/callback#top", "permissive"),
		callback(`"app.example.com" has no scheme and host`, "app.example.com", "permissive"),
		callback(`"https://a.example/cb " has white space at its end`, "https://a.example/cb ", "strict"),
		callback(`"" has no scheme and host`, "", "strict"),
		{name: "callback_url_problem", arguments: []any{"https://a.example/cb", "loose"}, wantError: `There is no security mode "loose"`},

		metadata(nil, "https://agent.example.com/client.json"),
		metadata(nil, nil),
		metadata(`"http://agent.example.com/client.json" is not an https URL`, "http://agent.example.com/client.json"),
		metadata(`"https://agent.example.com" has no path`, "https://agent.example.com"),

		key(nil, "fast-lane_2"),
		key(nil, nil),
		key(`"orders/v1" becomes part of resource addresses`, "orders/v1"),
		key(`"" becomes part`, ""),
		key(`"a\nb" becomes part`, "a\nb"),

		scopes(nil, []string{"read:orders"}, nil),
		scopes(nil, []string{}, false),
		scopes(nil, nil, true),
		scopes("all_scopes = true makes Auth0 grant every scope", []string{"read:orders"}, true),
		scopes("Auth0 would not know how much", nil, nil),
		scopes("all_scopes = false says which scopes are not", nil, false),

		{name: "client_grant_import_id", arguments: []any{"tpc_1", "https://a.example/", "user"}, want: "tpc_1|https://a.example/|user"},
		{name: "client_grant_import_id", arguments: []any{"tpc_1", "urn:a|b", "client"}, want: "tpc_1|urn:a|b|client"},
		{name: "client_grant_import_id", arguments: []any{"tpc_1", "https://a.example/", "users"}, wantError: `subject type "users"`},
		{name: "client_grant_import_id", arguments: []any{"", "https://a.example/", "user"}, wantError: "no application"},
		{name: "client_grant_import_id", arguments: []any{"tpc_1", "", "user"}, wantError: "no API"},
		{name: "client_grant_import_id", arguments: []any{"tpc|1", "https://a.example/", "user"}, wantError: "has a bar"},

		{name: "parse_client_grant_import_id", arguments: []any{"tpc_1|urn:a|b|client"}, want: map[string]any{"client_id": "tpc_1", "audience": "urn:a|b", "subject_type": "client"}},
		{name: "parse_client_grant_import_id", arguments: []any{"cgr_2Yl9pQfPzVYqWZ1m"}, wantError: "is not of the form client_id|audience|subject_type"},
		{name: "parse_client_grant_import_id", arguments: []any{"tpc_1|a|users"}, wantError: `subject type "users"`},
	} {
		got, problem := acctest.CallFunction(t, c.name, c.arguments...)
		if c.wantError != "" || problem != "" {
			if c.wantError == "" || !strings.Contains(problem, c.wantError) {
				t.Errorf("%s: error %q, want %q", c, problem, c.wantError)
			}
			continue
		}
		gotText, isText := got.(string)
		if wanted, ok := c.want.(string); ok && isText && strings.HasPrefix(gotText, wanted) {
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c, diff)
		}
	}
}
