package auth0_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// An answer that reports success is not believed if it shows no object, or another one. The outcome of a write is then
// unknown. That holds for every call with an answer.
func TestAnswersAboutNothingOrSomethingElse(t *testing.T) {
	t.Parallel()
	for name, test := range requestCases() {
		if test.answer == "" {
			continue
		}
		ids := []any{"other", "", nil}
		isCreation := test.method == http.MethodPost && !strings.HasSuffix(test.target, "/rotate-secret")
		if isCreation || strings.Contains(test.target, "/name/") { // the id of the answer is not known in advance
			ids = ids[1:]
		}
		for _, body := range append([]string{`{}`, `null`, `7`, `"cgr_1"`, `[7`}, ofAnother(t, test.answer, ids...)...) {
			t.Run(name+" "+body, func(t *testing.T) {
				t.Parallel()
				client := newClient(t, respond("application/json", body))
				err := test.call(t.Context(), client)
				if err == nil {
					t.Fatal("the answer is believed")
				}
				isRead := test.method == http.MethodGet || strings.HasSuffix(test.target, "/preview")
				if isRead == errors.Is(err, auth0.ErrUnknownOutcome) {
					t.Errorf("%v", err)
				}
			})
		}
	}
}

// ofAnother returns the answer once for each of the ids, in place of its own. It returns none if the answer is about no
// single object.
func ofAnother(t *testing.T, answer string, ids ...any) []string {
	t.Helper()
	var members map[string]any
	if json.Unmarshal([]byte(answer), &members) != nil {
		return nil
	}
	var bodies []string
	for _, id := range ids {
		changed := false
		for _, name := range []string{"id", "client_id", "identifier", "grant_id"} {
			if _, ok := members[name]; ok {
				members[name], changed = id, true
			}
		}
		encoded, err := json.Marshal(members)
		if err != nil {
			t.Fatal(err)
		}
		if changed {
			bodies = append(bodies, string(encoded))
		}
	}
	return bodies
}

// The answer to a creation shows what was sent, and no object that was there before.
func TestCreationsAnsweredWithAnotherObject(t *testing.T) {
	t.Parallel()
	create := map[string]func(*auth0.Client) error{
		"application": func(client *auth0.Client) error {
			_, err := client.CreateApplication(t.Context(), auth0.ApplicationFields{Name: auth0.Set("Partner")})
			return err
		},
		"grant": func(client *auth0.Client) error {
			_, err := client.CreateClientGrant(t.Context(), wantedGrant())
			return err
		},
		"key": func(client *auth0.Client) error {
			_, err := client.CreateCredential(t.Context(), "tpc_1", auth0.NewCredential{Name: "k1", KID: "0123456789"}, isNew)
			return err
		},
	}
	tests := map[string]struct {
		kind, answer string
		believed     bool
	}{
		"as sent":               {"application", `{"client_id":"tpc_1","name":"Partner"}`, true},
		"another name":          {"application", `{"client_id":"tpc_1","name":"Other"}`, false},
		"no name":               {"application", `{"client_id":"tpc_1"}`, false},
		"grant as sent":         {"grant", madeGrant, true},
		"another subject type":  {"grant", strings.Replace(madeGrant, `"user"`, `"client"`, 1), false},
		"another audience":      {"grant", strings.Replace(madeGrant, "api.example", "other.example", 1), false},
		"another application":   {"grant", strings.Replace(madeGrant, "tpc_1", "tpc_2", 1), false},
		"key as sent":           {"key", `{"id":"cred_1","name":"k1","kid":"0123456789"}`, true},
		"another name of a key": {"key", `{"id":"cred_1","name":"k2","kid":"0123456789"}`, false},
		"another kid":           {"key", `{"id":"cred_1","name":"k1","kid":"9876543210"}`, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, respond("application/json", test.answer))
			err := create[test.kind](client)
			if believed := err == nil; believed != test.believed || !believed && !errors.Is(err, auth0.ErrUnknownOutcome) {
				t.Errorf("error is %v", err)
			}
		})
	}
}

// isNew says that no credential was there.
func isNew(string) bool { return false }

// A new object cannot be one that this client has read, changed or deleted before.
func TestCreationsAnsweredWithKnownObjects(t *testing.T) {
	t.Parallel()
	application := `{"client_id":"tpc_1","name":"Partner","is_first_party":false}`
	known := map[string]func(*auth0.Client) error{
		"read": func(client *auth0.Client) error {
			_, appErr := client.ReadApplication(t.Context(), "tpc_1", auth0.Fresh)
			_, grantErr := client.ReadClientGrant(t.Context(), "cgr_made", auth0.Fresh)
			return errors.Join(appErr, grantErr)
		},
		"changed": func(client *auth0.Client) error {
			_, appErr := client.UpdateApplication(t.Context(), "tpc_1", auth0.ApplicationFields{Name: auth0.Set("Partner")})
			_, grantErr := client.UpdateClientGrant(t.Context(), "cgr_made", auth0.ClientGrantFields{Scope: wantedGrant().Scope})
			return errors.Join(appErr, grantErr)
		},
		"deleted": func(client *auth0.Client) error {
			return errors.Join(client.DeleteApplication(t.Context(), "tpc_1"), client.DeleteClientGrant(t.Context(), "cgr_made"))
		},
	}
	for name, know := range known {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.Method == http.MethodDelete:
					w.WriteHeader(http.StatusNoContent)
				case strings.Contains(r.URL.Path, "client-grants"):
					answer(w, http.StatusOK, madeGrant)
				default:
					answer(w, http.StatusOK, application)
				}
			}))
			if err := know(client); err != nil {
				t.Fatal(err)
			}
			if _, err := client.CreateApplication(t.Context(), wantedApplication()); !errors.Is(err, auth0.ErrUnknownOutcome) {
				t.Errorf("application: error is %v, want one that leaves it open", err)
			}
			if _, err := client.CreateClientGrant(t.Context(), wantedGrant()); !errors.Is(err, auth0.ErrUnknownOutcome) {
				t.Errorf("grant: error is %v, want one that leaves it open", err)
			}
		})
	}
}

// A second application cannot have the client id that the first one was answered with.
func TestCreationAnsweredWithAnEarlierOne(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			answer(w, http.StatusOK, `{"clients":[],"total":0}`)
			return
		}
		answer(w, http.StatusCreated, `{"client_id":"tpc_1","name":"Partner","is_first_party":false}`)
	}))
	if _, err := client.CreateApplicationOnce(t.Context(), wantedApplication()); err != nil {
		t.Fatal(err)
	}
	_, err := client.CreateApplication(t.Context(), wantedApplication())
	if !errors.Is(err, auth0.ErrUnknownOutcome) {
		t.Errorf("error is %v, want one that leaves it open", err)
	}
}
