package cimdapplication_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

// pinIn returns the pin that a message says to write.
func pinIn(message string) string {
	_, rest, _ := strings.Cut(message, `pin = "`)
	pin, _, _ := strings.Cut(rest, `"`)
	return pin
}

// Every plan refuses a document that gives the application more than was accepted, until the configuration accepts it.
func TestMoreThanWasAccepted(t *testing.T) {
	t.Parallel()
	elsewhere := []any{"https://" + host + "/callback", "https://evil.example.net/callback"}
	for name, test := range map[string]struct {
		changes map[string]any
		keys    []string
		config  map[string]any
		want    string // "" if it is applied as it is
	}{
		"a callback on another host":  {changes: map[string]any{"redirect_uris": elsewhere}, want: "callbacks gains https://evil.example.net/callback"},
		"a grant type":                {changes: map[string]any{"grant_types": []any{"authorization_code", "refresh_token"}}, want: "grant_types gains refresh_token"},
		"another type of application": {changes: map[string]any{"application_type": "native"}, want: `app_type "regular_web" becomes "native"`},
		"keys":                        {keys: []string{"first"}, want: "keys gains first"},
		"a grant type that is decided here": {
			changes: map[string]any{"grant_types": []any{"authorization_code", "refresh_token"}},
			config:  map[string]any{"grant_types": []any{"authorization_code"}},
		},
		"a callback on the same host": {changes: map[string]any{"redirect_uris": []any{"https://" + host + "/callback", "https://" + strings.ToUpper(host) + ":8443/other"}}},
		"a name and a logo":           {changes: map[string]any{"client_name": "Other", "logo_uri": "https://" + host + "/logo.png"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t)
			config := s.config(test.config)
			s.must(config)
			if test.keys == nil {
				s.publish(test.changes)
			} else {
				s.publishKeys(test.keys...)
			}
			if test.want == "" {
				s.must(config)
				return
			}
			before := s.stored()
			refused := s.Apply(config)
			wantOne(t, "errors", refused, "Document has more than was accepted", test.want, "check_document = false")
			if now := s.stored(); fmt.Sprint(now["callbacks"], now["grant_types"], now["jwks_uri"]) != fmt.Sprint(before["callbacks"], before["grant_types"], before["jwks_uri"]) {
				t.Errorf("a refused plan stored %v", now)
			}
			waiting := maps.Clone(config)
			waiting["check_document"] = false
			s.must(waiting)
			s.must(waiting)
			wantOne(t, "errors after that", s.Apply(config), "Document has more than was accepted", test.want)
			accepting := maps.Clone(config)
			accepting["pin"] = pinIn(refused[0])
			s.must(accepting)
			s.must(config) // what was accepted stays accepted
		})
	}
}

// A new host is accepted by naming it as well.
func TestAnotherHostIsAllowed(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.must(s.config(nil))
	s.publish(map[string]any{"redirect_uris": []any{"https://" + host + "/callback", "https://login.example.net/callback"}})
	wantOne(t, "errors", s.Apply(s.config(nil)), `or allowed_callback_hosts = ["agent.example.com", "login.example.net"]`)
	s.must(s.config(map[string]any{"allowed_callback_hosts": []any{host, "login.example.net"}}))
	if got := s.stored()["callbacks"]; count(got) != 2 {
		t.Errorf("stored %v", got)
	}
	s.must(s.config(nil))
}

// A document that somebody registers anew behind Terraform's back is not accepted either.
func TestTakenOverBehindTerraform(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.must(s.config(nil))
	s.publish(map[string]any{"redirect_uris": []any{"https://" + host + "/callback", "https://evil.example.net/callback"}})
	s.register()
	for range 2 {
		refused := s.Apply(s.config(nil))
		wantOne(t, "errors", refused, "Document has more than was accepted", "evil.example.net", "this is in force")
	}
	s.publish(nil)
	s.must(s.config(nil))
	if got := s.stored()["callbacks"]; count(got) != 1 {
		t.Errorf("the publisher took it back, and stored is %v", got)
	}
}

// A publisher who changes the document while it is being registered gains nothing lasting.
func TestMoreGetsInWhileItIsRegistered(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.must(s.config(nil))
	renamed := map[string]any{"client_name": "Agent 2"}
	s.turning(2, renamed, map[string]any{"client_name": "Agent 2", "redirect_uris": []any{"https://evil.example.net/callback"}})
	wantOne(t, "errors", s.Apply(s.config(nil)), "Document changed while it was registered")
	refused := s.Apply(s.config(nil))
	wantOne(t, "errors of the next plan", refused, "Document has more than was accepted", "evil.example.net")
	s.must(s.config(map[string]any{"pin": pinIn(refused[0])}))
}

// An import accepts what the application has by then, and nothing that comes later.
func TestImportAccepts(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.register()
	if errors := s.Import(s.url); len(errors) > 0 {
		t.Fatal(errors)
	}
	s.publishKeys("first")
	wantOne(t, "errors", s.Apply(s.config(nil)), "Document has more than was accepted", `token_endpoint_auth_method "none" becomes "private_key_jwt"`)
}
