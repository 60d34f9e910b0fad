package acctest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
)

// WithAnswers lets change spoil each object that the Management API shows to the provider, alone or in a listing, in
// place. path is that of the call. It implies EmulatorOnly.
func WithAnswers(change func(path string, object map[string]any)) Option {
	return func(o *options) { o.change, o.emulatorOnly = change, true }
}

// changing passes calls on and changes what comes back of those that read.
func changing(next http.Handler, change func(path string, object map[string]any)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if change == nil || r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/api/v2/") ||
			r.Header.Get("User-Agent") == testAgent {
			next.ServeHTTP(w, r)
			return
		}
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			if name != "Content-Length" {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(changed(answer, func(object map[string]any) { change(r.URL.Path, object) }))
	})
}

func changed(answer *httptest.ResponseRecorder, change func(object map[string]any)) []byte {
	decoder := json.NewDecoder(bytes.NewReader(answer.Body.Bytes()))
	decoder.UseNumber()
	var value any
	if answer.Code != http.StatusOK || decoder.Decode(&value) != nil {
		return answer.Body.Bytes()
	}
	changeObjects(value, change)
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return encoded
}

// listMembers are where the answers to listings hold the objects.
var listMembers = []string{"clients", "client_grants", "connections", "organizations", "resource_servers"}

func changeObjects(value any, change func(object map[string]any)) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			changeObjects(element, change)
		}
	case map[string]any:
		for _, name := range listMembers {
			if objects, isPage := value[name].([]any); isPage {
				changeObjects(objects, change)
				return
			}
		}
		change(value)
	}
}
