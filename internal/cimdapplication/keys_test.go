package cimdapplication_test

import (
	"crypto/rand"
	"crypto/rsa"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

// publicKeys returns the keys of all tests, by kid.
var publicKeys = sync.OnceValue(func() map[string]*rsa.PublicKey {
	keys := map[string]*rsa.PublicKey{}
	for _, kid := range []string{"first", "second"} {
		private, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		keys[kid] = &private.PublicKey
	}
	return keys
})

// publishKeys publishes a document with the keys.
func (s *scene) publishKeys(kids ...string) {
	var keys []any
	for _, kid := range kids {
		keys = append(keys, jose.JSONWebKey{Key: publicKeys()[kid], KeyID: kid, Algorithm: "RS256", Use: "sig"})
	}
	s.publisher.Publish("/keys.json", map[string]any{"keys": keys})
	s.publish(map[string]any{"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://" + host + "/keys.json"})
}

func (s *scene) kids() []string {
	keys, _ := document(s.State())["keys"].(map[string]any)
	var kids []string
	for kid := range keys {
		kids = append(kids, kid)
	}
	slices.Sort(kids)
	return kids
}

// A key that the publisher changes is shown, refused by the pin, and taken over once it is accepted. The ids of keys
// are read only if the keys have changed.
func TestPublisherChangesItsKey(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.publishKeys("first")
	s.must(s.config(nil))
	pinned := s.config(map[string]any{"pin": document(s.State())["pin"]})
	s.must(pinned)
	if document(s.State())["token_endpoint_auth_method"] != "private_key_jwt" || strings.Join(s.kids(), " ") != "first" {
		t.Errorf("state %v", s.State())
	}
	s.tenant.ResetRequests()
	s.must(pinned)
	s.wantCalls("GET /clients/{id}", preview)

	s.publishKeys("second")
	wantOne(t, "errors", s.Apply(pinned), "Document is not the pinned one", "keys gains second (RS256); keys loses first (RS256)")
	refused := s.Apply(s.config(nil))
	wantOne(t, "errors without a pin", refused, "Document has more than was accepted", "keys gains second (RS256)")
	s.tenant.ResetRequests()
	s.must(s.config(map[string]any{"pin": pinIn(refused[0])}))
	s.wantCalls("GET /clients/{id}", preview, preview, "POST /clients/cimd/register", "GET /clients/{id}", "GET /clients/{id}/credentials")
	if strings.Join(s.kids(), " ") != "second" {
		t.Errorf("keys %q", s.kids())
	}
	plan := s.Plan(s.config(nil))
	if planned := document(plan.Planned); planned["pin"] != document(s.State())["pin"] {
		t.Errorf("after that, a plan changes %v to %v", document(s.State()), planned)
	}
}

// A key that somebody registers behind Terraform's back shows, although the document has it as well by then.
func TestKeysAreTakenOverBehindTerraform(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.publishKeys("first")
	s.must(s.config(nil))
	pinned := s.config(map[string]any{"pin": document(s.State())["pin"]})
	s.must(pinned)
	s.publishKeys("first", "second")
	s.register()
	wantOne(t, "errors", s.Plan(pinned).Errors, "Document is not the pinned one")
	refused := s.Apply(s.config(nil))
	wantOne(t, "errors without a pin", refused, "Document has more than was accepted", "this is in force")
	s.tenant.ResetRequests()
	s.must(s.config(map[string]any{"pin": pinIn(refused[0])}))
	s.wantCalls("GET /clients/{id}", preview)
	if strings.Join(s.kids(), " ") != "first second" {
		t.Errorf("keys %q", s.kids())
	}
}
