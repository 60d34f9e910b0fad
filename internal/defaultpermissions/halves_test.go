package defaultpermissions

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

const audience = "https://api.example.com/"

func defaultOf(id, subjectType, rest string) string {
	return fmt.Sprintf(`{"id":%q,"default_for":"third_party_clients","audience":%q,"subject_type":%q%s}`, id, audience, subjectType, rest)
}

// TestRead varies what a listing and a single read show of the halves in the state.
func TestRead(t *testing.T) {
	t.Parallel()
	user, client := defaultOf("cgr_u", "user", `,"scope":["a"]`), defaultOf("cgr_c", "client", `,"allow_all_scopes":true`)
	tests := map[string]struct {
		state    model
		listed   []string
		byID     map[string]string
		want     string // the halves found, by grant id
		requests int    // a second read by id first looks at a listing, which has the whole collection in one call
	}{
		"both listed":                    {state: halves("cgr_u", "cgr_c"), listed: []string{client, user}, want: "cgr_u cgr_c", requests: 1},
		"one added by somebody":          {state: halves("cgr_u", ""), listed: []string{client, user}, want: "cgr_u cgr_c", requests: 1},
		"one made anew by somebody":      {state: halves("cgr_old", ""), listed: []string{user}, want: "cgr_u", requests: 1},
		"one gone":                       {state: halves("cgr_u", "cgr_c"), listed: []string{user}, want: "cgr_u", requests: 2},
		"both gone":                      {state: halves("cgr_u", "cgr_c"), want: "", requests: 4},
		"not listed, but there":          {state: halves("cgr_u", ""), byID: map[string]string{"cgr_u": user}, want: "cgr_u", requests: 2},
		"imported":                       {state: halves("", ""), listed: []string{user, client}, want: "cgr_u cgr_c", requests: 1},
		"nothing to import":              {state: halves("", ""), want: "", requests: 1},
		"another subject type":           {state: halves("", ""), listed: []string{defaultOf("cgr_a", "anonymous_user", "")}, want: "", requests: 1},
		"another API, filter not obeyed": {state: halves("", ""), listed: []string{strings.Replace(user, audience, "urn:other", 1)}, want: "", requests: 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requests := 0
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				requests++
				if id, single := strings.CutPrefix(req.URL.Path, "/api/v2/client-grants/"); single {
					grant, found := test.byID[id]
					if !found {
						w.WriteHeader(http.StatusNotFound)
					}
					_, _ = w.Write([]byte(grant))
					return
				}
				_, _ = fmt.Fprintf(w, `{"client_grants":[%s],"total":%d}`, strings.Join(test.listed, ","), len(test.listed))
			}))
			defer server.Close()
			client, err := auth0.New(auth0.Config{Domain: server.URL, APIToken: "token"})
			if err != nil {
				t.Fatal(err)
			}
			got, err := resourceWith(client).read(t.Context(), test.state, auth0.Remembered)
			if err != nil {
				t.Fatal(err)
			}
			if ids := grantIDs(got); ids != test.want || got.isEmpty() != (test.want == "") {
				t.Errorf("found %q, want %q", ids, test.want)
			}
			if requests != test.requests {
				t.Errorf("%d requests, want %d", requests, test.requests)
			}
		})
	}
}

// TestReadKeepsStateOnErrors checks that only a 404 to a read by id says that a half is gone.
func TestReadKeepsStateOnErrors(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if strings.Contains(req.URL.Path, "cgr_") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = w.Write([]byte(`{"client_grants":[]}`))
	}))
	defer server.Close()
	client, err := auth0.New(auth0.Config{Domain: server.URL, APIToken: "token"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := resourceWith(client).read(t.Context(), halves("cgr_u", ""), auth0.Remembered); err == nil {
		t.Error("a refused read by id passed for an answer")
	}
}

// TestApply checks the calls that lead from one set of default permissions to another.
func TestApply(t *testing.T) {
	t.Parallel()
	narrowed := halves("cgr_u", "cgr_c")
	narrowed.UserAccess.Scopes = tf.StringSet(nil)
	tests := map[string]struct {
		before, wanted model
		refuse         string // the call that is refused
		want           []string
		done           string // the halves recorded, by grant id
	}{
		"both made":                         {before: halves("", ""), wanted: halves("new", "new"), want: []string{"POST user", "POST client"}, done: "cgr_user cgr_client"},
		"nothing to do":                     {before: halves("cgr_u", "cgr_c"), wanted: halves("cgr_u", "cgr_c"), done: "cgr_u cgr_c"},
		"one changed":                       {before: halves("cgr_u", "cgr_c"), wanted: narrowed, want: []string{"PATCH cgr_u"}, done: "cgr_u cgr_c"},
		"one withdrawn, one made":           {before: halves("", "cgr_c"), wanted: halves("new", ""), want: []string{"DELETE cgr_c", "POST user"}, done: "cgr_user"},
		"both withdrawn":                    {before: halves("cgr_u", "cgr_c"), wanted: halves("", ""), want: []string{"DELETE cgr_u", "DELETE cgr_c"}},
		"second creation refused":           {before: halves("", ""), wanted: halves("new", "new"), refuse: "POST client", want: []string{"POST user", "POST client"}, done: "cgr_user"},
		"first creation refused":            {before: halves("", ""), wanted: halves("new", "new"), refuse: "POST user", want: []string{"POST user"}},
		"addition refused after withdrawal": {before: halves("", "cgr_c"), wanted: halves("new", ""), refuse: "POST user", want: []string{"DELETE cgr_c", "POST user"}},
		"change refused":                    {before: halves("cgr_u", "cgr_c"), wanted: narrowed, refuse: "PATCH cgr_u", want: []string{"PATCH cgr_u"}, done: "cgr_u cgr_c"},
		"second withdrawal refused":         {before: halves("cgr_u", "cgr_c"), wanted: halves("", ""), refuse: "DELETE cgr_c", want: []string{"DELETE cgr_u", "DELETE cgr_c"}, done: "cgr_c"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls []string
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				about := subject(req)
				call := req.Method + " " + about
				calls = append(calls, call)
				switch {
				case call == test.refuse:
					w.WriteHeader(http.StatusBadRequest)
				case req.Method == http.MethodDelete:
					w.WriteHeader(http.StatusNoContent)
				default:
					_, _ = fmt.Fprintf(w, `{"id":"cgr_%s","default_for":"third_party_clients","audience":%q}`, strings.TrimPrefix(about, "cgr_"), audience)
				}
			}))
			defer server.Close()
			client, err := auth0.New(auth0.Config{Domain: server.URL, APIToken: "token"})
			if err != nil {
				t.Fatal(err)
			}
			done, err := resourceWith(client).apply(t.Context(), test.before, test.wanted)
			if (err != nil) != (test.refuse != "") {
				t.Errorf("error %v", err)
			}
			if !slices.Equal(calls, test.want) {
				t.Errorf("calls %q, want %q", calls, test.want)
			}
			if got := grantIDs(done); got != test.done {
				t.Errorf("recorded %q, want %q", got, test.done)
			}
		})
	}
}

// halves is a model with the halves whose grant id is not empty.
func halves(userID, clientID string) model {
	scopes := tf.GrantedScopes{Scopes: tf.StringSet([]string{"a"})}
	m := model{Audience: types.StringValue(audience)}
	if userID != "" {
		m.UserAccess = &userAccess{GrantedScopes: scopes, GrantID: types.StringValue(userID)}
	}
	if clientID != "" {
		m.ClientAccess = &clientAccess{GrantedScopes: scopes, GrantID: types.StringValue(clientID)}
	}
	return m
}

func grantIDs(m model) string {
	var ids []string
	for _, subjectType := range subjectTypes {
		if access := m.access(subjectType); access != nil {
			ids = append(ids, access.GrantID.ValueString())
		}
	}
	return strings.Join(ids, " ")
}

// subject returns the subject type a request would create, or the id of the grant it is about.
func subject(req *http.Request) string {
	var body struct {
		SubjectType string `json:"subject_type"`
	}
	if req.Method == http.MethodPost && json.NewDecoder(req.Body).Decode(&body) == nil {
		return body.SubjectType
	}
	return path.Base(req.URL.Path)
}

func resourceWith(client *auth0.Client) *Resource {
	r := newResource()
	r.Client = client
	return r
}
