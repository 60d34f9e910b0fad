package auth0_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

const (
	agentURL   = "https://agent.example.com/client.json"
	validation = `"validation":{"valid":true,"violations":[],"warnings":[]}`
	registered = `{"client_id":"tpc_1","mapped_fields":{"name":"Agent","callbacks":["https://agent.example.com/cb"]},` + validation + `}`
	agent      = `{"client_id":"tpc_1","is_first_party":false,"name":"Agent","callbacks":["https://agent.example.com/cb"]}`
)

// A preview changes nothing, so a client that may only read makes it, and makes it again if its answer is lost.
func TestPreviewIsARead(t *testing.T) {
	t.Parallel()
	attempts := 0
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if attempts++; attempts == 1 {
			answer(w, http.StatusBadGateway, ``)
			return
		}
		answer(w, http.StatusOK, `{"client_id":"tpc_1","mapped_fields":{"name":"Agent"},`+validation+`}`)
	}), func(config *auth0.Config) { config.ReadOnly, config.MaxRetries = true, 2 })
	preview, err := client.PreviewDocument(t.Context(), agentURL)
	if err != nil || preview.ClientID != "tpc_1" || preview.MappedFields.Name != "Agent" || attempts != 2 {
		t.Errorf("after %d attempts: %+v, %v", attempts, preview, err)
	}
	if _, _, err := client.RegisterDocument(t.Context(), agentURL, ""); err == nil || attempts != 2 {
		t.Errorf("a client that may only read registered the document: %v", err)
	}
}

// An answer that says nothing about the document is an error.
func TestPreviewOfNothing(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, `{}`) }))
	if preview, err := client.PreviewDocument(t.Context(), agentURL); err == nil {
		t.Errorf("an empty answer became %+v", preview)
	}
}

// The registration of a document is made again if its answer is lost, because the URL identifies the application.
func TestRegisterIsRepeated(t *testing.T) {
	t.Parallel()
	for name, clientID := range map[string]string{"new": "", "there": "tpc_1"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var calls []string
			client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				calls = append(calls, r.Method+" "+r.URL.Path+" "+string(body))
				switch {
				case len(calls) == 1:
					panic(http.ErrAbortHandler)
				case r.Method == http.MethodPost:
					answer(w, http.StatusOK, registered)
				default:
					answer(w, http.StatusOK, agent)
				}
			}), func(config *auth0.Config) { config.MaxRetries = 2 })
			result, app, err := client.RegisterDocument(t.Context(), agentURL, clientID)
			if err != nil || result.ClientID != "tpc_1" || app == nil || app.Name != "Agent" {
				t.Fatalf("%+v, %+v, %v", result, app, err)
			}
			post := `POST /api/v2/clients/cimd/register {"external_client_id":"` + agentURL + `"}`
			if want := post + "\n" + post + "\nGET /api/v2/clients/tpc_1 "; strings.Join(calls, "\n") != want {
				t.Errorf("calls:\n%s\nwant:\n%s", strings.Join(calls, "\n"), want)
			}
		})
	}
}

// The registration is reported even if the application cannot be read afterwards.
func TestRegisteredAndNotRead(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			answer(w, http.StatusCreated, registered)
			return
		}
		answer(w, http.StatusForbidden, `{"statusCode":403,"error":"Forbidden","message":"No.","errorCode":"insufficient_scope"}`)
	}))
	result, app, err := client.RegisterDocument(t.Context(), agentURL, "")
	if result == nil || result.ClientID != "tpc_1" || app != nil || err == nil {
		t.Errorf("%+v, %+v, %v", result, app, err)
	}
}

// Only the application with exactly this URL is found, whatever else the tenant lists.
func TestFindDescribedApplication(t *testing.T) {
	t.Parallel()
	one := `{"client_id":"tpc_1","is_first_party":false,"external_client_id":"` + agentURL + `"}`
	other := `{"client_id":"tpc_2","is_first_party":false,"external_client_id":"https://other.example.com/client.json"}`
	for listed, want := range map[string]string{"": "", other: "", other + "," + one: "tpc_1"} {
		client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			answer(w, http.StatusOK, `{"clients":[`+listed+`]}`)
		}))
		app, err := client.FindDescribedApplication(t.Context(), agentURL)
		if got := app; err != nil || (got == nil) != (want == "") || got != nil && got.ClientID != want {
			t.Errorf("of %s: %+v, %v; want %q", listed, app, err, want)
		}
	}
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusInternalServerError, `{}`)
	}))
	if _, err := client.FindDescribedApplication(t.Context(), agentURL); err == nil || errors.Is(err, auth0.ErrUnknownOutcome) {
		t.Errorf("the error of a failed listing is %v", err)
	}
}
