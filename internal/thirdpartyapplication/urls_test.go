package thirdpartyapplication

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCallbackProblem(t *testing.T) {
	t.Parallel()
	tests := []struct {
		callback           string
		strict, permissive bool // whether it is good
	}{
		{"https://app.example.com/callback", true, true},
		{"https://app.example.com/callback?from=auth0", true, true},
		{"http://127.0.0.1/callback", true, true},
		{"http://[::1]:4711/callback", true, true},
		{"com.example.app://done", true, true},
		{"com.example.app:/done", true, true},
		{"https://*.example.com/callback", false, true},
		{"https://{organization_name}.example.com/callback", false, true},
		{"https://app.example.com/*", false, true},
		{"", false, false},
		{"/callback", false, false},
		{"app.example.com/callback", false, false},
		{"localhost:3000/callback", false, false},
		{"javascript:alert(1)", false, false},
		{"https:///callback", false, false},
		{"https://app.example.com/#/callback", false, false},
		{"https://app example.com/", false, false},
		{"://app.example.com", false, false},
		{" ", false, false},
		{" https://app.example.com/", false, false},
		{"https://app.example.com/\n", false, false},
		{"https://app.example.com/callback\u200b", false, false},
		{"https://app.example.com/\u202ecallback", false, false},
		{"https://a.example/cb https://b.example/cb", false, false},
		{"https://a.example/cb,https://b.example/cb", false, false},
		{"https://a.example/cb;com.example.app://done", false, false},
		{"https://a.example/cb?ids=1,2;3", true, true},
		{"https://a.example/cb?to=https://b.example/", true, true},
	}
	for _, test := range tests {
		t.Run(test.callback, func(t *testing.T) {
			t.Parallel()
			if problem := (settings{SecurityMode: "strict"}).callbackProblem(test.callback); (problem == "") != test.strict {
				t.Errorf("strict: %q", problem)
			}
			if problem := (settings{SecurityMode: "permissive"}).callbackProblem(test.callback); (problem == "") != test.permissive {
				t.Errorf("permissive: %q", problem)
			}
		})
	}
}

// An argument that takes one URL says so if it holds several.
func TestSeveralLogos(t *testing.T) {
	t.Parallel()
	problems := settings{LogoURI: "https://a.example/logo.png,https://b.example/logo.png"}.urlProblems()
	if len(problems) != 1 || !strings.HasSuffix(problems[0].Detail, "holds several URLs. Write the one that is meant.") {
		t.Errorf("problems are %v", problems)
	}
}

// A message quotes the grant types that it refuses: one of them may be a blank.
func TestGrantTypesAreQuoted(t *testing.T) {
	t.Parallel()
	problems := settings{SecurityMode: "strict", GrantTypes: []string{" ", "implicit"}}.grantTypeProblems()
	if len(problems) != 1 || !strings.Contains(problems[0].Detail, `use " ", "implicit". Strict mode knows`) {
		t.Errorf("problems are %v", problems)
	}
}

func TestExposesNewHosts(t *testing.T) {
	t.Parallel()
	present := []string{"https://app.example.com/callback", "com.example.app://done"}
	tests := map[string]struct {
		policy  string
		planned []string
		want    []string
	}{
		"protected":          {"open_redirect_protection", []string{"https://new.example.com/"}, nil},
		"no policy":          {"", []string{"https://new.example.com/"}, nil},
		"same hosts":         {"allow_always", []string{"https://APP.example.com:8443/other", "com.example.app:/other"}, nil},
		"fewer":              {"allow_always", nil, nil},
		"new hosts, sorted":  {"allow_always", []string{"https://z.example.com/", "https://b.example.com/1", "https://b.example.com/2"}, []string{"b.example.com", "z.example.com"}},
		"a subdomain is new": {"allow_always", []string{"https://sub.app.example.com/"}, []string{"sub.app.example.com"}},
		"a new scheme":       {"allow_always", []string{"com.example.other://done"}, []string{"com.example.other"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, exposesNewHosts(test.policy, present, test.planned)); diff != "" {
				t.Errorf("hosts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSentInClear(t *testing.T) {
	t.Parallel()
	planned := []string{
		"https://a.example/", "http://a.example/", "http://127.0.0.1/cb", "http://127.1.2.3:80/", "http://[::1]:4711/cb", "http://localhost/cb",
		"http://app.localhost/", "http://10.0.0.1/cb", "com.example.app://done", "http://old.example/", "http://localhost.example/",
	}
	want := []string{"http://a.example/", "http://10.0.0.1/cb", "http://localhost.example/"}
	if diff := cmp.Diff(want, sentInClear([]string{"http://old.example/"}, planned)); diff != "" {
		t.Errorf("callbacks (-want +got):\n%s", diff)
	}
}
