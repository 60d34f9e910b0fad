package cimdapplication_test

import (
	"net/http"
	"testing"
)

// remake deletes the application, and has the document registered by somebody else.
func (s *scene) remake() (clientID string) {
	s.t.Helper()
	s.tenant.Call(s.t, http.MethodDelete, "/api/v2/clients/"+text(s.State()["client_id"]), nil)
	return s.register()
}

// The application of a document has another client_id if it was deleted and registered anew. It is the same
// application to the resource, which sets its arguments again.
func TestRemade(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	config := s.config(map[string]any{"client_metadata": map[string]any{"tier": "gold"}})
	s.must(config)
	clientID := s.remake()
	s.must(config)
	if got := text(s.State()["client_id"]); got != clientID {
		t.Errorf("the state has %s, not %s", got, clientID)
	}
	if stored := s.stored(); text(stored["client_id"]) != clientID || len(stored["client_metadata"].(map[string]any)) != 1 { //nolint:forcetypeassert // a map
		t.Errorf("the tenant has %v", stored)
	}
	s.WantNoChange(config)
	s.remake()
	s.must(nil)
}

// What was accepted stays so: a document that has more by then is refused.
func TestRemadeWithMore(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.must(s.config(nil))
	s.publish(map[string]any{"redirect_uris": []any{"https://" + host + "/callback", "https://evil.example.net/callback"}})
	s.remake()
	wantOne(t, "errors", s.Apply(s.config(nil)), "Document has more than was accepted", "evil.example.net")
}
