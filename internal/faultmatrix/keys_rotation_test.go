package faultmatrix

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// keyset is keys by name: the number of the public key, with an exclamation mark if its algorithm is not the default.
type keyset map[string]string

func (k keyset) arguments() arguments {
	all := arguments{}
	for name, key := range k {
		number, isOther := strings.CutSuffix(key, "!")
		all[name] = arguments{"pem": publicKey(int(number[0] - '0'))}
		if isOther {
			all[name] = arguments{"pem": publicKey(int(number[0] - '0')), "alg": "PS256"}
		}
	}
	return all
}

// keysets are all sets of one or two of the first three keys under the names a and b, with either algorithm.
func keysets() []keyset {
	var keys []string
	for number := range 3 {
		keys = append(keys, strconv.Itoa(number), strconv.Itoa(number)+"!")
	}
	var all []keyset
	for _, key := range keys {
		all = append(all, keyset{"a": key}, keyset{"b": key})
		for _, other := range keys {
			if key[0] != other[0] {
				all = append(all, keyset{"a": key, "b": other})
			}
		}
	}
	return all
}

// keyMeddling is what happened to the keys of an application outside Terraform, or to a Terraform that was killed.
var keyMeddling = map[string]func(t *testing.T, app *signer, to keyset){
	"nothing": func(*testing.T, *signer, keyset) {},
	"another person's key": func(t *testing.T, app *signer, _ keyset) {
		t.Helper()
		app.theirs = app.add(t, "theirs", publicKey(3), nil)
	},
	"killed before the application changed over": func(t *testing.T, app *signer, to keyset) {
		t.Helper()
		for name, key := range to.arguments() {
			arguments, _ := key.(arguments)
			app.add(t, name, arguments["pem"], arguments["alg"]) // refused if it is there already
		}
	},
	"killed, and another key declared since": func(t *testing.T, app *signer, _ keyset) {
		t.Helper()
		app.add(t, "b", publicKey(3), nil)
	},
	"exchanged under the same name": func(t *testing.T, app *signer, _ keyset) {
		t.Helper()
		app.exchange(t, publicKey(3))
	},
	"registered anew by somebody": func(t *testing.T, app *signer, _ keyset) {
		t.Helper()
		app.exchange(t, publicKey(0))
	},
}

// TestKeysInEveryOrder goes from one or two keys to every other set of them, in every kind of tenant, and after
// everything that may have happened to the keys meanwhile. One apply leads there, or says what stands in its way. The
// application has a key to authenticate with at every moment, and keys that others registered stay. Each combination of
// tenant and event takes its share of the sets, so that together they try them all.
func TestKeysInEveryOrder(t *testing.T) {
	t.Parallel()
	share := 0
	for _, variants := range [][]string{nil, {"two-keys"}, {"kid-random"}, {"two-keys", "kid-random"}} {
		for _, meddled := range sortedKeys(keyMeddling) {
			share++
			t.Run(strings.Join(append(variants, meddled), "/"), func(t *testing.T) {
				t.Parallel()
				sets := keysets()
				for i, from := range []keyset{{"a": "0"}, {"a": "0", "b": "1"}} {
					for at := (share + 4*i) % shares; at < len(sets); at += shares {
						if isLeftOut(at/shares, shareOfKeySets) {
							continue
						}
						to := sets[at]
						synctest.Test(t, func(t *testing.T) { rotate(t, variants, meddled, from, to) })
					}
				}
			})
		}
	}
}

// shares is how many combinations share all sets.
const shares = 12

func rotate(t *testing.T, variants []string, meddled string, from, to keyset) {
	t.Helper()
	options := emulator.Options{Seed: seed(t), Variants: variants}
	app := &signer{tenant: newTenant(t, options), expected: to}
	w := &workspace{t: t, tenant: app.tenant}
	mustApply(t, w, []configured{partnerWithKeys(from.arguments())})
	app.path = "/api/v2/clients/" + w.clientID()
	keyMeddling[meddled](t, app, to)
	app.tenant.ResetRequests()
	app.active = app.attached(t)

	what := fmt.Sprintf("%v to %v", from, to)
	config := []configured{partnerWithKeys(to.arguments())}
	_, failures := w.apply(config)
	if inTheWay := app.namedIn(t, failures); len(inTheWay) > 0 {
		for _, id := range inTheWay { // as the error advises
			if status := app.tenant.request(t, http.MethodDelete, app.path+"/credentials/"+id, nil); status != http.StatusNoContent {
				t.Errorf("%s: the key that the error names cannot be deleted: %d", what, status)
			}
		}
		_, failures = w.apply(config)
	} else if app.theirs != "" && app.credentials(t)[app.theirs] == nil {
		t.Errorf("%s: somebody else's key is gone", what)
	}
	if len(failures) > 0 {
		t.Errorf("%s: %q", what, failures)
		return
	}
	if pending := w.pending(config); len(pending) > 0 {
		t.Errorf("%s: the next plan is not empty: %q", what, pending)
	}
	app.check(t, what)
	// A sole key cannot be there twice.
	sameKey := len(from) == 1 && len(to) == 1 && slices.Collect(maps.Values(from))[0][:1] == slices.Collect(maps.Values(to))[0][:1]
	if app.wasWithout && !sameKey && meddled != "registered anew by somebody" {
		t.Errorf("%s: the application had no key in between: %s", what, app.calls)
	}
}

// signer is an application that authenticates with keys.
type signer struct {
	tenant     *tenant
	path       string
	expected   keyset
	active     []string // ids of the keys that it authenticates with, before the calls to be checked
	theirs     string   // id of a key that somebody else registered, which does not authenticate anybody
	wasWithout bool     // whether it had no key at some moment
	calls      string   // that changed something
}

// add registers a key, and returns its id; empty if the tenant refuses it.
func (s *signer) add(t *testing.T, name string, pem, alg any) string {
	t.Helper()
	body := object{"credential_type": "public_key", "name": name, "pem": pem}
	if alg != nil {
		body["alg"] = alg
	}
	if s.tenant.request(t, http.MethodPost, s.path+"/credentials", body) != http.StatusCreated {
		return ""
	}
	credentials := list(generic(t, s.tenant.Snapshot()), "credentials")
	id, _ := credentials[len(credentials)-1]["id"].(string)
	return id
}

// exchange puts a key in the place of the one named a, under its name.
func (s *signer) exchange(t *testing.T, pem string) {
	t.Helper()
	old := s.named(t, "a")
	others := slices.DeleteFunc(s.attached(t), func(id string) bool { return id == old })
	s.attach(t, others)
	if status := s.tenant.request(t, http.MethodDelete, s.path+"/credentials/"+old, nil); status != http.StatusNoContent {
		t.Fatalf("delete: %d", status)
	}
	s.attach(t, append(others, s.add(t, "a", pem, nil)))
}

func (s *signer) attach(t *testing.T, ids []string) {
	t.Helper()
	references := []any{}
	for _, id := range ids {
		references = append(references, object{"id": id})
	}
	body := object{"client_authentication_methods": object{"private_key_jwt": object{"credentials": references}}}
	if status := s.tenant.request(t, http.MethodPatch, s.path, body); status != http.StatusOK {
		t.Fatalf("attach %v: %d", ids, status)
	}
}

// credentials returns the keys of the application by id.
func (s *signer) credentials(t *testing.T) map[string]object {
	t.Helper()
	all := map[string]object{}
	for _, one := range list(generic(t, s.tenant.Snapshot()), "credentials") {
		if id, ok := one["id"].(string); ok {
			all[id] = one
		}
	}
	return all
}

// namedIn returns the ids of those keys that errors name and that the application does not authenticate with.
func (s *signer) namedIn(t *testing.T, failures []string) []string {
	t.Helper()
	active := s.attached(t)
	var ids []string
	for id := range s.credentials(t) {
		if strings.Contains(strings.Join(failures, "\n"), id) && !slices.Contains(active, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func (s *signer) named(t *testing.T, name string) string {
	t.Helper()
	for id, one := range s.credentials(t) {
		if one["name"] == name {
			return id
		}
	}
	return ""
}

// attached returns the ids of the keys that the application authenticates with.
func (s *signer) attached(t *testing.T) []string {
	t.Helper()
	for _, client := range list(generic(t, s.tenant.Snapshot()), "clients") {
		if "/api/v2/clients/"+fmt.Sprint(client["client_id"]) == s.path {
			return attachedBy(t, client)
		}
	}
	t.Fatal("the application is gone")
	return nil
}

// attachedBy returns the ids in client_authentication_methods.
func attachedBy(t *testing.T, body any) []string {
	t.Helper()
	var decoded struct {
		Methods struct {
			JWT struct {
				Credentials []struct {
					ID string `json:"id"`
				} `json:"credentials"`
			} `json:"private_key_jwt"`
		} `json:"client_authentication_methods"`
	}
	if err := json.Unmarshal([]byte(encoded(t, body)), &decoded); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, one := range decoded.Methods.JWT.Credentials {
		ids = append(ids, one.ID)
	}
	return ids
}

// check checks that the application authenticates with what was expected and nothing else, and notes what it
// authenticated with in between.
func (s *signer) check(t *testing.T, what string) {
	t.Helper()
	credentials := s.credentials(t)
	got := []string{}
	for _, id := range s.attached(t) {
		got = append(got, fmt.Sprint(credentials[id]["pem"], credentials[id]["alg"]))
	}
	want := []string{}
	for _, one := range s.expected.arguments() {
		key, _ := one.(arguments)
		alg := key["alg"]
		if alg == nil {
			alg = "RS256"
		}
		want = append(want, fmt.Sprint(key["pem"], alg))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s: the application authenticates with %q, want %q", what, got, want)
	}
	for _, request := range s.tenant.Requests() {
		isOurs := strings.HasPrefix(request.Path, s.path) && request.Method != http.MethodGet
		if !isOurs {
			continue
		}
		s.calls += fmt.Sprintf("\n%s %s: %d", request.Method, strings.TrimPrefix(request.Path, s.path), request.Status)
		switch {
		case request.Status >= http.StatusBadRequest:
		case request.Method == http.MethodPatch && request.Path == s.path:
			s.active = attachedBy(t, request.Body)
		case request.Method == http.MethodDelete:
			s.active = slices.DeleteFunc(s.active, func(id string) bool { return strings.HasSuffix(request.Path, id) })
		}
		s.wasWithout = s.wasWithout || len(s.active) == 0
	}
}
