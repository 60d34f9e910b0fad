package auth0_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// sentRequest is what a call sent.
type sentRequest struct {
	*http.Request
	body string
}

// capture makes the call of a case and returns what it sent.
func capture(t *testing.T, test requestCase) []sentRequest {
	t.Helper()
	var sent []sentRequest
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(err)
		}
		sent = append(sent, sentRequest{r, string(body)})
		if test.answer == "" {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		answer(w, http.StatusOK, withMembers(test.answer, body))
	})
	server := httptest.NewServer(handler)
	defer server.Close()
	client, err := auth0.New(auth0.Config{Domain: server.URL, APIToken: "the-token"})
	if err != nil {
		t.Fatal(err)
	}
	if err := test.call(t.Context(), client); err != nil {
		t.Fatal(err)
	}
	return sent
}

// withMembers returns the answer with the members that were sent.
func withMembers(answer string, sent []byte) string {
	var members map[string]any
	if len(sent) == 0 || json.Unmarshal([]byte(answer), &members) != nil || json.Unmarshal(sent, &members) != nil {
		return answer
	}
	encoded, err := json.Marshal(members)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func TestRequests(t *testing.T) {
	t.Parallel()
	for name, test := range requestCases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := capture(t, test)
			if len(sent) != 1 {
				t.Fatalf("%d requests, want 1", len(sent))
			}
			got := sent[0]
			if got.Method != test.method || got.RequestURI != test.target {
				t.Errorf("request is %s %s, want %s %s", got.Method, got.RequestURI, test.method, test.target)
			}
			if diff := cmp.Diff(test.body, got.body); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			if got.Header.Get("Authorization") != "Bearer the-token" {
				t.Error("the token is not in the Authorization header")
			}
			if hasType := got.Header.Get("Content-Type") == "application/json"; hasType != (test.body != "") {
				t.Errorf("Content-Type is %q with the body %q", got.Header.Get("Content-Type"), test.body)
			}
		})
	}
}

// An empty id would address the whole collection instead of one object, and dots would address something else.
func TestUnusableIDs(t *testing.T) {
	t.Parallel()
	client := newClient(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("%s %s was sent", r.Method, r.RequestURI)
	}))
	for _, id := range []string{"", ".", ".."} {
		if err := client.DeleteApplication(t.Context(), id); err == nil {
			t.Errorf("deleting %q succeeded", id)
		}
		if _, err := client.RotateClientSecret(t.Context(), id); err == nil {
			t.Errorf("rotating the secret of %q succeeded", id)
		}
		if err := client.DeleteCredential(t.Context(), "tpc_1", id); err == nil {
			t.Errorf("deleting credential %q succeeded", id)
		}
	}
}
