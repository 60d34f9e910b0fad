package thirdpartyapplication_test

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// exchange puts another key in the place of the application's only one, main, under the same name and with the
// further members.
func (r *remembered) exchange(t *testing.T, tenant *acctest.Tenant, pem string, members map[string]any) {
	t.Helper()
	old := r.credential(t, tenant, "main")
	body := map[string]any{"credential_type": "public_key", "name": "main", "pem": pem}
	maps.Copy(body, members)
	made := tenant.Call(t, http.MethodPost, r.path()+"/credentials", body)
	tenant.Call(t, http.MethodPatch, r.path(), map[string]any{"client_authentication_methods": map[string]any{
		"private_key_jwt": map[string]any{"credentials": []any{map[string]any{"id": made["id"]}}},
	}})
	tenant.Call(t, http.MethodDelete, r.path()+"/credentials/"+old, nil)
	tenant.ResetRequests()
}

// A key that somebody puts in the place of the declared one, under its name and even with its kid, is drift, and is
// replaced by the declared one.
func TestApplicationKeyExchanged(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	app := &remembered{}
	name := acctest.Name(t, "agent")
	declared := newPublicKey(t)
	config := agent(name, map[string]any{"main": credential(declared)})
	withKID := agent(name, map[string]any{"main": credential(declared, "kid", "partner-main")})
	life := acctest.NewLifecycle(t, tenant, typeName)
	restored := func(config map[string]any) {
		t.Helper()
		if id := credentialPlanned(life.Plan(config), "main")["id"]; id != acctest.Unknown {
			t.Errorf("the plan keeps the key %v", id)
		}
		life.Converge(config, plancheck.ResourceActionUpdate)
		if pem := credentialOf(life.State(), "main")["pem"]; pem != declared {
			t.Errorf("the state has the key %v", pem)
		}
		app.wantKeys(t, tenant, []string{"main"}, register, changeOver, retire)()
	}

	life.Converge(config, plancheck.ResourceActionCreate)
	app.remember(t, life)
	app.wantKeys(t, tenant, []string{"main"}, "POST /api/v2/clients")()
	app.exchange(t, tenant, newPublicKey(t), nil)
	restored(config)
	kid := tenant.List(t, app.path()+"/credentials")[0]["kid"]
	app.exchange(t, tenant, newPublicKey(t), map[string]any{"kid": kid})
	restored(config)

	// The same key with another kid: it cannot be there twice.
	life.Converge(withKID, plancheck.ResourceActionUpdate)
	app.wantKeys(t, tenant, []string{"main"}, register, changeOver, retire, register, changeOver)()
	app.exchange(t, tenant, newPublicKey(t), map[string]any{"kid": "partner-main"})
	restored(withKID)

	// Without PEM nobody can tell which key is the right one.
	app.exchange(t, tenant, newPublicKey(t), map[string]any{"kid": "partner-main"})
	errors := life.Apply(agent(name, map[string]any{"main": map[string]any{"kid": "partner-main"}}))
	acctest.WantOne(t, "without PEM", errors, []string{"Public key not given"})
	restored(withKID)
}

// A key that is there, registered by somebody else, is used when it turns out to be the declared one.
func TestApplicationKeyIsThere(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	app := &remembered{}
	name := acctest.Name(t, "agent")
	first, second := newPublicKey(t), newPublicKey(t)
	life := acctest.NewLifecycle(t, tenant, typeName)
	life.Converge(agent(name, map[string]any{"first": credential(first)}), plancheck.ResourceActionCreate)
	app.remember(t, life)
	app.wantKeys(t, tenant, []string{"first"}, "POST /api/v2/clients")()

	// An apply that is killed between registering a key and changing over to it leaves such a key.
	tenant.Call(t, http.MethodPost, app.path()+"/credentials", map[string]any{
		"credential_type": "public_key", "name": "second", "pem": second,
	})
	tenant.ResetRequests()
	life.Converge(agent(name, map[string]any{
		"first": credential(first), "second": credential(second, "expires_at", "2050-01-01T00:00:00Z"),
	}), plancheck.ResourceActionUpdate)
	if id, _ := credentialOf(life.State(), "second")["id"].(string); !credentialID.MatchString(id) {
		t.Errorf("the second key has the id %q", id)
	}
	app.wantKeys(t, tenant, []string{"first", "second"}, register, changeOver, expire)()
}

// If other people's keys leave no room, the error names them and says what to do. They are left alone.
func TestApplicationWithoutRoomForKeys(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	app := &remembered{}
	name := acctest.Name(t, "agent")
	life := acctest.NewLifecycle(t, tenant, typeName)
	config := agent(name, map[string]any{"first": credential(newPublicKey(t))})
	life.Converge(config, plancheck.ResourceActionCreate)
	app.remember(t, life)
	var theirs []string
	for range 3 {
		made := tenant.Call(t, http.MethodPost, app.path()+"/credentials", map[string]any{
			"credential_type": "public_key", "name": "theirs", "pem": newPublicKey(t),
		})
		id, _ := made["id"].(string)
		theirs = append(theirs, id)
	}

	config = agent(name, map[string]any{"second": credential(newPublicKey(t))})
	refused := regexp.MustCompile(`(?s)A client can have a maximum of 4\s+credentials\..*` +
		`did\s+not\s+register:(\s+"theirs"\s+\(cred_\w+\)[,.]){3}.*Delete\s+those`)
	if errors := life.Apply(config); len(errors) != 1 || !refused.MatchString(errors[0]) {
		t.Errorf("errors are %q, want one like %s", errors, refused)
	}
	if names, active := app.credentials(t, tenant); len(names) != 4 || len(active) != 1 {
		t.Errorf("the application has the keys %v and authenticates with %v", names, active)
	}
	tenant.Call(t, http.MethodDelete, app.path()+"/credentials/"+theirs[0], nil)
	life.Converge(config, plancheck.ResourceActionUpdate)
	names, active := app.credentials(t, tenant)
	if len(names) != 3 || names[theirs[1]] == "" || names[theirs[2]] == "" ||
		!slices.Equal(active, []string{app.credential(t, tenant, "second")}) {
		t.Errorf("the application has the keys %v and authenticates with %v", names, active)
	}
}

// Other line ends, blanks and blank lines of a PEM are no difference.
func TestApplicationKeySpelling(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name, pem := acctest.Name(t, "agent"), newPublicKey(t)
	life := acctest.NewLifecycle(t, tenant, typeName)
	config := agent(name, map[string]any{"main": credential(pem, "expires_at", "2050-01-31T00:00:00Z")})
	life.Converge(config, plancheck.ResourceActionCreate)
	for _, spelling := range []string{
		strings.ReplaceAll(pem, "\n", "\r\n"), strings.TrimSpace(pem), "\n\n" + pem + "\n\n",
		strings.ReplaceAll(pem, "\n", "  \n"),
	} {
		life.WantNoChange(agent(name, map[string]any{
			"main": credential(spelling, "expires_at", "2050-01-31T01:00:00+01:00"),
		}))
	}
}

// How many keys there are, and which, may be known only when they are to be sent. What Auth0 would refuse is then
// refused before the first call.
func TestApplicationKeysKnownLate(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t)
	name := acctest.Name(t, "agent")
	config := func(credentials ...string) string {
		return `resource "terraform_data" "keys" { input = { ` + strings.Join(credentials, "\n") + ` } }
		` + application(name, "non_interactive", `client_authentication_methods = { private_key_jwt = { credentials = terraform_data.keys.output } }`)
	}
	one, two, three := key("a", newPublicKey(t), ``), key("b", newPublicKey(t), ``), key("c", newPublicKey(t), ``)
	again := strings.Replace(one, `"a"`, `"b"`, 1)
	unchanged := func() {
		t.Helper()
		if calls := tenant.Mutations(); len(calls) > 0 {
			t.Errorf("calls that change something: %q", calls)
		}
	}
	tenant.Test(t, resource.TestCase{
		Steps: []resource.TestStep{
			{Config: config(one, two, three), ExpectError: regexp.MustCompile(`More than two public keys`)},
			{PreConfig: unchanged, Config: config(one, again), ExpectError: regexp.MustCompile(`Public key given twice`)},
			{PreConfig: unchanged, Config: config(one, two), PostApplyFunc: tenant.ResetRequests},
			{Config: config(one, two, three), ExpectError: regexp.MustCompile(`More than two public keys`)},
			{
				PreConfig: unchanged, Config: config(two),
				ConfigStateChecks: []statecheck.StateCheck{
					value(knownvalue.MapSizeExact(1), "client_authentication_methods", "private_key_jwt", "credentials"),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), text(name)),
				},
			},
		},
	})
}
