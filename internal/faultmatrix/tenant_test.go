package faultmatrix

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
)

// The provider's settings: the fewest attempts and the shortest timeout with which every rule still applies.
const (
	maxRetries     = 2
	requestTimeout = time.Second
)

// tenant is an Auth0 tenant in memory.
type tenant struct {
	*emulator.Server
	network     *network
	documents   *documents
	credentials map[string]any    // for the provider block
	odd         map[string]object // members that listings and reads show of applications, whatever they hold
	meanwhile   atomic.Pointer[func()]
}

// ServeHTTP answers as the emulator does, with odd members. meanwhile runs after a listing was made and before it is
// answered.
func (tenant *tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	happens := tenant.meanwhile.Load()
	if r.Method != http.MethodGet || happens == nil && len(tenant.odd) == 0 {
		tenant.Server.ServeHTTP(w, r)
		return
	}
	recorded := httptest.NewRecorder()
	tenant.Server.ServeHTTP(recorded, r)
	body := recorded.Body.Bytes()
	var answer any
	if json.Unmarshal(body, &answer) == nil && len(tenant.odd) > 0 {
		tenant.spoil(answer)
		body, _ = json.Marshal(answer)
	}
	if isListing := strings.Count(r.URL.Path, "/") == strings.Count("/api/v2/clients", "/"); isListing && happens != nil {
		(*happens)()
	}
	maps.Copy(w.Header(), recorded.Header())
	w.Header().Del("Content-Length")
	w.WriteHeader(recorded.Code)
	_, _ = w.Write(body)
}

func (tenant *tenant) spoil(answer any) {
	switch answer := answer.(type) {
	case []any:
		for _, item := range answer {
			tenant.spoil(item)
		}
	case object:
		clientID, _ := answer["client_id"].(string)
		if _, isApplication := answer["app_type"]; isApplication {
			maps.Copy(answer, tenant.odd[clientID])
		}
		tenant.spoil(answer["clients"])
	}
}

// shortKey signs the tokens of all tenants. Signatures with a key of 2,048 bits were a quarter of the work, and the
// provider does not look into a token.
var shortKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		panic(err) // the machine has no randomness
	}
	return key
})

// newTenant starts a tenant within the bubble of a test.
func newTenant(t testing.TB, options emulator.Options) *tenant {
	t.Helper()
	publisher := &documents{}
	options.SigningKey = shortKey()
	server, err := emulator.New(withDocuments(options, publisher))
	if err != nil {
		t.Fatal(err)
	}
	made := &tenant{Server: server, documents: publisher}
	made.network = newNetwork(made)
	id, secret := server.ManagementCredentials()
	made.credentials = map[string]any{"client_id": id, "client_secret": secret}
	t.Cleanup(func() {
		made.network.shutDown()
		time.Sleep(time.Minute) // the retries of a page that nobody waits for any more
	})
	return made
}

// token returns an access token for the Management API. The tenants of a process share their signing key, and all
// bubbles begin at the same time, so that it is also valid for tenants of the same seed.
func (tenant *tenant) token(t testing.TB) string {
	t.Helper()
	request := encoded(t, map[string]any{
		"grant_type": "client_credentials", "audience": "https://" + address + "/api/v2/",
		"client_id": tenant.credentials["client_id"], "client_secret": tenant.credentials["client_secret"],
	})
	resp, err := tenant.network.client().Post("http://"+address+"/oauth/token", "application/json", strings.NewReader(request))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer.AccessToken
}

// object is a JSON object.
type object = map[string]any

// normalised returns the tenant after an operation, for comparison with another tenant after the same operation. New
// objects get placeholders for ids and a fixed order, and secrets show only whether they are new. What was there before
// is left exactly as it is.
func normalised(t testing.TB, before, after *emulator.Seed) object {
	t.Helper()
	then, now := generic(t, before), generic(t, after)
	secrets, ids := map[any]any{}, map[any]bool{}
	for _, kind := range []string{"clients", "client_grants", "credentials", "rate_limit_policies"} {
		for _, one := range list(then, kind) {
			ids[idOf(kind, one)] = true
			if kind == "clients" {
				secrets[one["client_id"]] = one["client_secret"]
			}
		}
	}
	renamed := map[string]string{}
	for _, kind := range []string{"clients", "credentials", "client_grants", "rate_limit_policies"} {
		var fresh []object
		for _, one := range list(now, kind) {
			delete(one, "created_at")
			delete(one, "updated_at")
			if !ids[idOf(kind, one)] {
				fresh = append(fresh, one)
			}
		}
		looks := func(one object) string {
			bare := generic(t, one)
			for _, name := range []string{"id", "client_secret", "client_authentication_methods"} {
				delete(bare, name)
			}
			if kind == "clients" {
				delete(bare, "client_id")
			}
			return encoded(t, rename(bare, renamed))
		}
		slices.SortFunc(fresh, func(a, b object) int { return strings.Compare(looks(a), looks(b)) })
		for i, one := range fresh {
			if id, ok := idOf(kind, one).(string); ok {
				renamed[id] = kind + " " + string(rune('A'+i))
			}
		}
	}
	for _, one := range list(now, "clients") {
		was, existed := secrets[one["client_id"]]
		if secret, ok := one["client_secret"]; ok && (!existed || was != secret) {
			one["client_secret"] = "new"
		}
	}
	now, _ = rename(now, renamed).(object)
	for _, kind := range []string{"clients", "credentials", "client_grants", "rate_limit_policies"} {
		sorted := list(now, kind)
		slices.SortFunc(sorted, func(a, b object) int { return strings.Compare(encoded(t, a), encoded(t, b)) })
		now[kind] = sorted
	}
	return now
}

func idOf(kind string, one object) any {
	if kind == "clients" {
		return one["client_id"]
	}
	return one["id"]
}

// withoutWhatStays takes out of a tenant what its settings leave behind when they are destroyed.
func withoutWhatStays(tenant object) object {
	if settings, ok := tenant["tenant_settings"].(object); ok {
		for _, name := range []string{
			"dynamic_client_registration_security_mode", "resource_parameter_profile", "client_id_metadata_document_supported",
		} {
			delete(settings, name)
		}
		if flags, ok := settings["flags"].(object); ok {
			delete(flags, "use_scope_descriptions_for_consent")
		}
	}
	for _, api := range list(tenant, "resource_servers") {
		delete(api, "subject_type_authorization")
	}
	return tenant
}

// list returns the objects of a collection.
func list(tenant object, kind string) []object {
	items, _ := tenant[kind].([]any)
	objects := make([]object, len(items))
	for i, item := range items {
		objects[i], _ = item.(object)
	}
	return objects
}

// rename replaces strings wherever they are values.
func rename(value any, names map[string]string) any {
	switch value := value.(type) {
	case string:
		if name, ok := names[value]; ok {
			return name
		}
		return value
	case object:
		for name, member := range value {
			value[name] = rename(member, names)
		}
		return value
	case []any:
		for i, item := range value {
			value[i] = rename(item, names)
		}
		return value
	default:
		return value
	}
}

func generic(t testing.TB, value any) object {
	t.Helper()
	var result object
	if err := json.Unmarshal([]byte(encoded(t, value)), &result); err != nil {
		t.Fatal(err)
	}
	return result
}

func encoded(t testing.TB, value any) string {
	t.Helper()
	raw, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
