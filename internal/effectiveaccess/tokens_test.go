package effectiveaccess_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator"
	"github.com/auth0access/terraform-provider-auth0access/internal/loopback"
)

// The result agrees with the token endpoint: an application has client access exactly if it gets a token, without an
// organization or for any, and the token has the scopes of the result. For user access the same is true of logins that
// request every scope. The emulator's page, which has its own code, agrees too.
func TestEffectiveAccessAgreesWithTokens(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	issued, refused, inside, draws := map[string]int{}, map[string]int{}, map[string]int{}, 0
	rapid.Check(t, func(t2 *rapid.T) {
		draws++
		drawn := drawTenant(t2)
		if err := tenant.Emulator.Load(drawn.seed()); err != nil {
			t2.Fatal(err)
		}
		tenant.ClientID, tenant.ClientSecret = tenant.Emulator.ManagementCredentials()
		state, errors := acctest.ReadDataSource(t, tenant, dataSource, map[string]any{"include_none": true})
		if len(errors) > 0 {
			t2.Fatalf("errors %q", errors)
		}
		anywhere := entriesOf(t2, state)
		inOrganization := map[string]map[string]said{}
		for _, organization := range drawn.organizations {
			id := fmt.Sprint(organization["id"])
			state, errors := acctest.ReadDataSource(t, tenant, dataSource, map[string]any{"include_none": true, "organization_id": id})
			if len(errors) > 0 {
				t2.Fatalf("errors %q", errors)
			}
			inOrganization[id] = entriesOf(t2, state)
		}
		compare := func(application map[string]any, audience, subject string, got map[string][]string) {
			entry := anywhere[fmt.Sprint(application["client_id"], audience, subject)]
			if entry.Allowed != (len(got) > 0) {
				t2.Fatalf("%v at %s for %s: the result is %+v, and %d tokens are issued", application, audience, subject, entry, len(got))
			}
			for _, scopes := range got {
				if !slices.Equal(scopes, entry.Scopes) {
					t2.Fatalf("%v at %s for %s: a token has %q, and the result %q", application, audience, subject, scopes, entry.Scopes)
				}
			}
			for id, entries := range inOrganization {
				entry := entries[fmt.Sprint(application["client_id"], audience, subject)]
				scopes, isIssued := got[id]
				if entry.Allowed != isIssued || isIssued && !slices.Equal(scopes, entry.Scopes) {
					t2.Fatalf("%v at %s in %s for %s: the result is %+v, and a token has %q (%t)", application, audience, id, subject, entry, scopes, isIssued)
				}
				if isIssued {
					inside[subject]++
				}
			}
			if len(got) > 0 {
				issued[subject]++
			} else {
				refused[subject]++
			}
		}
		for i, application := range drawn.clients {
			for _, audience := range audiences {
				got := map[string]map[string][]string{"client": drawn.tokens(t2, tenant.URL, application, audience)}
				if canLogIn(application) {
					got["user"] = logins(t2, tenant.URL, application, audience)
				}
				for _, subject := range slices.Sorted(maps.Keys(got)) {
					tokens := got[subject]
					compare(application, audience, subject, tokens)
					if i > 0 {
						continue // the page takes its time
					}
					organization := organizationOf(t2)
					_, isIssued := tokens[organization]
					if said := whyOnPage(t2, tenant.URL, application["client_id"], audience, subject, organization); said != isIssued {
						t2.Fatalf("%v at %s in %q for %s: the page says %t, and a token is issued: %t", application, audience, organization, subject, said, isIssued)
					}
				}
			}
		}
		if diff := gocmp.Diff(rowsOf(anywhere), accessOnPage(t, tenant.URL)); diff != "" {
			t2.Fatalf("data source and page (-data source +page):\n%s", diff)
		}
	})
	// Few draws mean that the race detector runs.
	for _, subject := range []string{"client", "user"} {
		if draws >= 100 && (issued[subject] < 20 || refused[subject] < 20 || inside[subject] < 2) {
			t.Errorf("%s: %d times a token was issued, %d for an organization, %d times none was: the tenants are too much alike",
				subject, issued[subject], inside[subject], refused[subject])
		}
	}
}

// organizationOf draws one to ask about, "" for none.
func organizationOf(t *rapid.T) string {
	return rapid.SampledFrom(append([]string{""}, organizationIDs...)).Draw(t, "asked on the page")
}

// said is an entry in the result of the data source.
type said struct {
	ClientID        string   `json:"client_id"`
	Name            string   `json:"application_name"`
	Audience        string   `json:"audience"`
	SubjectType     string   `json:"subject_type"`
	Allowed         bool     `json:"allowed"`
	Reason          string   `json:"reason"`
	Scopes          []string `json:"scopes"`
	AllScopes       bool     `json:"all_scopes"`
	UndefinedScopes []string `json:"undefined_scopes"`
	GrantID         *string  `json:"grant_id"`
}

// entriesOf returns the entries by application, API and subject type, and checks that they are sorted and unique.
func entriesOf(t *rapid.T, state map[string]any) map[string]said {
	encoded, err := json.Marshal(state["access"])
	if err != nil {
		t.Fatal(err)
	}
	var list []said
	if err := json.Unmarshal(encoded, &list); err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(list, func(a, b said) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ClientID, b.ClientID), strings.Compare(a.Audience, b.Audience),
			strings.Compare(b.SubjectType, a.SubjectType))
	}) {
		t.Fatal("the entries are not in order")
	}
	entries := map[string]said{}
	for _, entry := range list {
		entries[fmt.Sprint(entry.ClientID, entry.Audience, entry.SubjectType)] = entry
	}
	if len(entries) != len(list) {
		t.Fatal("an entry stands twice")
	}
	return entries
}

// rowsOf formats entries as [accessOnPage] does, without those that have neither access nor a grant.
func rowsOf(entries map[string]said) []string {
	var rows []string
	for _, e := range entries {
		if e.Allowed || e.GrantID != nil {
			rows = append(rows, fmt.Sprint(e.ClientID, e.Audience, e.SubjectType, e.Reason, e.Allowed, e.AllScopes, e.Scopes, e.UndefinedScopes))
		}
	}
	slices.Sort(rows)
	return rows
}

// tokens requests a token for the API without an organization and for each organization, including one that does not
// exist. It returns the sorted scopes of each issued token, by organization.
func (d *drawn) tokens(t *rapid.T, address string, application map[string]any, audience string) map[string][]string {
	issued := map[string][]string{}
	for _, organization := range append([]string{""}, organizationIDs...) {
		form := url.Values{"grant_type": {"client_credentials"}, "audience": {audience}}
		if organization != "" {
			form.Set("organization", organization)
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/oauth/token", nil)
		if err != nil {
			t.Fatal(err)
		}
		d.authenticate(t, request, form, application)
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Body = nopCloser{strings.NewReader(form.Encode())}
		response, err := loopback.Client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		var answer struct {
			Token string `json:"access_token"`
			Scope string `json:"scope"`
		}
		err = json.NewDecoder(response.Body).Decode(&answer)
		_ = response.Body.Close()
		if err != nil || (answer.Token != "") != (response.StatusCode == http.StatusOK) {
			t.Fatalf("status %d with a token: %t, %v", response.StatusCode, answer.Token != "", err)
		}
		if answer.Token != "" {
			issued[organization] = slices.Sorted(slices.Values(strings.Fields(answer.Scope)))
		}
	}
	return issued
}

// nopCloser is a body that needs no closing.
type nopCloser struct{ *strings.Reader }

func (nopCloser) Close() error { return nil }

// authenticate adds the application's credentials to a request.
func (d *drawn) authenticate(t *rapid.T, request *http.Request, form url.Values, application map[string]any) {
	clientID := fmt.Sprint(application["client_id"])
	switch {
	case application["client_authentication_methods"] != nil:
		signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key()}, nil)
		if err != nil {
			t.Fatal(err)
		}
		issuer := "http://" + request.URL.Host + "/"
		assertion, err := jwt.Signed(signer).Claims(jwt.Claims{
			Issuer: clientID, Subject: clientID, Audience: jwt.Audience{issuer}, Expiry: jwt.NewNumericDate(time.Now().Add(time.Minute)),
		}).Serialize()
		if err != nil {
			t.Fatal(err)
		}
		form.Set("client_assertion", assertion)
		form.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
	case application["token_endpoint_auth_method"] == "client_secret_basic":
		request.SetBasicAuth(clientID, secret)
	default:
		form.Set("client_id", clientID)
		form.Set("client_secret", secret)
	}
}

// canLogIn reports whether the emulator has a flow with which the application could log users in.
func canLogIn(application map[string]any) bool {
	types, _ := application["grant_types"].([]string)
	return !slices.Contains(types, "urn:ietf:params:oauth:grant-type:device_code") || slices.Contains(types, "authorization_code") ||
		slices.Contains(types, "implicit") || application["third_party_security_mode"] == "strict"
}

// logins logs the user in without an organization and for each organization, including one that does not exist, and
// requests every scope. It returns the sorted scopes of each issued token, by organization.
func logins(t *rapid.T, address string, application map[string]any, audience string) map[string][]string {
	issued := map[string][]string{}
	types, _ := application["grant_types"].([]string)
	for _, organization := range append([]string{""}, organizationIDs...) {
		attempt := emulator.LoginAttempt{
			ClientID: fmt.Sprint(application["client_id"]), User: user, Audience: audience, Scopes: scopes, Organization: organization,
		}
		if !slices.Contains(types, "authorization_code") && slices.Contains(types, "implicit") {
			attempt.Parameters = map[string]string{"response_type": "token"}
		}
		body, err := json.Marshal(attempt)
		if err != nil {
			t.Fatal(err)
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/__emulator/login", strings.NewReader(string(body)))
		if err != nil {
			t.Fatal(err)
		}
		response, err := loopback.Client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		var outcome emulator.LoginOutcome
		err = json.NewDecoder(response.Body).Decode(&outcome)
		_ = response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK || outcome.LoggedIn != (outcome.AccessToken != nil) {
			t.Fatalf("status %d, %+v, %v", response.StatusCode, outcome, err)
		}
		if outcome.LoggedIn {
			issued[organization] = slices.Sorted(slices.Values(outcome.Scopes))
		}
	}
	return issued
}
