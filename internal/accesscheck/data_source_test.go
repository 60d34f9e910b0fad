package accesscheck_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

const dataSource = "auth0access_access_check"

// said is the result of the data source.
type said struct {
	Allowed    bool   `json:"allowed"`
	Reason     string `json:"reason"`
	Markdown   string `json:"markdown"`
	Conditions []struct {
		Name     string  `json:"name"`
		State    string  `json:"state"`
		Evidence string  `json:"evidence"`
		Remedy   *string `json:"remedy"`
	} `json:"conditions"`
}

// in returns the names of the conditions in a state.
func (s said) in(states ...string) (names []string) {
	for _, one := range s.Conditions {
		if slices.Contains(states, one.State) {
			names = append(names, one.Name)
		}
	}
	return names
}

type tester interface {
	Helper()
	Fatal(...any)
}

// check reads the data source.
func check(t *testing.T, on tester, tenant *acctest.Tenant, question object) (s said) {
	t.Helper()
	on.Helper()
	state, errors := acctest.ReadDataSource(t, tenant, dataSource, question)
	if len(errors) > 0 {
		on.Fatal(errors)
	}
	encoded, err := json.Marshal(state)
	if err == nil {
		err = json.Unmarshal(encoded, &s)
	}
	if err != nil {
		on.Fatal(err)
	}
	return s
}

// load replaces the tenant with a seed.
func load(on tester, tenant *acctest.Tenant, seed *emulator.Seed) {
	on.Helper()
	if err := tenant.Emulator.Load(seed); err != nil {
		on.Fatal(err)
	}
	tenant.ClientID, tenant.ClientSecret = tenant.Emulator.ManagementCredentials()
}

// getsToken asks the emulator for the token that a question is about, and reports whether it is issued with all scopes.
func getsToken(on tester, address string, question object) bool {
	on.Helper()
	ask := getsTokenForItself
	if question["subject_type"] == "user" {
		ask = getsTokenForUser
	}
	has, isIssued := ask(on, address, question)
	return isIssued && !slices.ContainsFunc(texts(question["scopes"]), func(scope string) bool { return !slices.Contains(has, scope) })
}

// getsTokenForUser logs a user in.
func getsTokenForUser(on tester, address string, question object) (scopes []string, isIssued bool) {
	on.Helper()
	attempt := object{"client_id": question["client_id"], "user": "ada@example.com", "scopes": question["scopes"]}
	for name, argument := range map[string]string{"organization": "organization_id", "connection": "connection_name"} {
		if value, asked := question[argument]; asked {
			attempt[name] = value
		}
	}
	api := "audience"
	if question["resource_parameter"] == true {
		api = "resource"
	}
	attempt[api] = question["audience"]
	if question["prompt_none"] == true {
		attempt["signed_in"], attempt["parameters"] = true, object{"prompt": "none"}
	}
	body, err := json.Marshal(attempt)
	if err != nil {
		on.Fatal(err)
	}
	response, err := loopback.Client.Post(address+"/__emulator/login", "application/json", bytes.NewReader(body))
	if err != nil {
		on.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var outcome struct {
		IsIssued bool     `json:"logged_in"`
		Scopes   []string `json:"scopes"`
		Refresh  bool     `json:"refresh_token"`
	}
	if err := json.NewDecoder(response.Body).Decode(&outcome); err != nil || response.StatusCode >= http.StatusBadRequest && response.StatusCode != http.StatusNotFound {
		on.Fatal(response.Status, err)
	}
	if outcome.Refresh {
		outcome.Scopes = append(outcome.Scopes, "offline_access")
	}
	return outcome.Scopes, outcome.IsIssued
}

func getsTokenForItself(on tester, address string, question object) (scopes []string, isIssued bool) {
	on.Helper()
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {fmt.Sprint(question["client_id"])}, "client_secret": {secret},
		"audience": {fmt.Sprint(question["audience"])},
	}
	if id, asked := question["organization_id"].(string); asked {
		form.Set("organization", id)
	}
	form.Set("scope", strings.Join(texts(question["scopes"]), " "))
	response, err := loopback.Client.PostForm(address+"/oauth/token", form)
	if err != nil {
		on.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer struct {
		Token string `json:"access_token"`
		Scope string `json:"scope"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		on.Fatal(err)
	}
	return strings.Fields(answer.Scope), answer.Token != ""
}

func texts(values any) (out []string) {
	list, _ := values.([]any)
	for _, value := range list {
		out = append(out, fmt.Sprint(value))
	}
	return out
}

// questions are the questions that the complete tenant answers with yes.
var questions = map[string]func() object{"user": ofUsers, "client": ofItself}

// Each fault alone prevents the token, and the check names the condition and a remedy. If the remedy is followed, the
// application gets the token. The token endpoint agrees with each result.
func TestEachConditionAlone(t *testing.T) {
	t.Parallel()
	for _, fault := range faults() {
		for subjectType, question := range questions {
			if fault.subject != "" && fault.subject != subjectType {
				continue
			}
			t.Run(fault.name+" "+subjectType, func(t *testing.T) {
				t.Parallel()
				tenant, question := acctest.NewTenant(t, acctest.EmulatorOnly()), question()
				seed := complete()
				fault.breaks(seed, question)
				load(t, tenant, seed)
				before := check(t, t, tenant, question)
				if broken := before.in("unmet", "unknown"); !slices.Equal(broken, []string{fault.condition}) || before.Allowed {
					t.Errorf("unmet are %q, want %s alone: %+v", broken, fault.condition, before.Conditions)
				}
				if !strings.Contains(before.Reason, fault.remedy) || !strings.Contains(before.Markdown, "| unmet |") {
					t.Errorf("reason is %q, want one with %q; the table is\n%s", before.Reason, fault.remedy, before.Markdown)
				}
				if getsToken(t, tenant.URL, question) {
					t.Error("a token is issued all the same")
				}
				onPage := askPage(t, tenant.URL, question)
				slices.Sort(onPage.unmet)
				if want := namesOnPage([]string{fault.condition}, subjectType); onPage.allows() || !slices.Equal(onPage.unmet, want) {
					t.Errorf("the page says %+v, want %q", onPage, want)
				}
				fault.mend(t, tenant, question)
				after := check(t, t, tenant, question)
				if !after.Allowed || !strings.HasPrefix(after.Reason, "The application gets the token.") {
					t.Errorf("after the remedy: %s", after.Reason)
				}
				if !getsToken(t, tenant.URL, question) {
					t.Error("after the remedy, no token is issued")
				}
				if onPage := askPage(t, tenant.URL, question); !onPage.allows() {
					t.Errorf("after the remedy, the page says %+v", onPage)
				}
			})
		}
	}
}

// With several faults at once, the check still agrees with the token endpoint and with logins.
func TestAgreesWithTokens(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	rapid.Check(t, func(t2 *rapid.T) {
		subjectType := rapid.SampledFrom([]string{"client", "user"}).Draw(t2, "subject type")
		seed, question := complete(), questions[subjectType]()
		isPermissive := rapid.Bool().Draw(t2, "permissive")
		if isPermissive {
			clientOf(seed)["third_party_security_mode"] = "permissive"
			delete(clientOf(seed), "organization_usage")
		}
		for _, argument := range []string{"organization_id", "connection_name"} {
			if rapid.Bool().Draw(t2, "without "+argument) {
				delete(question, argument)
			}
		}
		if rapid.IntRange(0, 5).Draw(t2, "registered itself") == 0 {
			clientOf(seed)["external_metadata_type"] = "dcr"
			if !isPermissive {
				clientOf(seed)["grant_types"] = []any{"authorization_code", "refresh_token"}
			}
		}
		if subjectType == "user" && rapid.Bool().Draw(t2, "silently") {
			question["prompt_none"] = true
			consented(rapid.SampledFrom([]string{"", acme}).Draw(t2, "consent in"), rapid.SampledFrom([]string{read, "write:orders"}).Draw(t2, "consent to"))(seed, question)
		}
		mine := slices.DeleteFunc(faults(), func(f fault) bool {
			return f.subject != "" && f.subject != subjectType || isPermissive && strings.Contains(f.name, "organization")
		})
		for _, i := range rapid.SliceOfNDistinct(rapid.IntRange(0, len(mine)-1), 0, 2, rapid.ID[int]).Draw(t2, "faults") {
			if withoutIt := len(seed.ClientGrants) < 2; withoutIt && (mine[i].condition == "scopes" || mine[i].condition == "organization") {
				continue // it changes a grant that another fault took away
			}
			mine[i].breaks(seed, question)
		}
		if types := clientOf(seed)["grant_types"]; !isPermissive && clientOf(seed)["external_metadata_type"] == "dcr" && slices.Contains(texts(types), "client_credentials") {
			clientOf(seed)["grant_types"] = []any{"refresh_token"} // a self-registered application cannot have client_credentials
		}
		for _, grant := range seed.ClientGrants {
			if usage := grant["organization_usage"]; isPermissive && (usage == "allow" || usage == "require") {
				grant["allow_any_organization"] = rapid.Bool().Draw(t2, "any organization")
			}
		}
		load(t2, tenant, seed)
		s := check(t, t2, tenant, question)
		if got := getsToken(t2, tenant.URL, question); got != s.Allowed {
			t2.Fatalf("a token is issued: %t; the data source says %s %+v", got, s.Reason, s.Conditions)
		}
		if onPage := askPage(t2, tenant.URL, question); onPage.allows() != s.Allowed {
			t2.Fatalf("the page says %+v; the data source says %s %+v", onPage, s.Reason, s.Conditions)
		}
	})
}
