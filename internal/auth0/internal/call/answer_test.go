package call

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/mask"
)

func FuzzDecodeRefusal(f *testing.F) {
	for _, seed := range []string{
		`{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: read:clients,read:client_keys","errorCode":"insufficient_scope"}`,
		`{"error":"access_denied","error_description":"Unauthorized"}`, `{"message":7,"errorCode":["a"]}`,
		`<html><body>Bad gateway</body></html>`, `{"message":`, `[]`, `null`, `"text"`, ``, "\xff\xfe",
	} {
		f.Add([]byte(seed), 403, "application/json; charset=utf-8")
	}
	f.Fuzz(func(t *testing.T, answer []byte, status int, contentType string) {
		e := &Error{StatusCode: status, Method: http.MethodGet, Path: "/api/v2/organizations"}
		e.ErrorCode, e.Message = foreign{contentType: contentType, body: answer, isQuotable: true, mask: mask.New("s3cr3t_of-Th1s_client")}.refusal()
		if text := e.Error(); !utf8.ValidString(text) {
			t.Errorf("%q, %q: the text is not valid UTF-8: %q", answer, contentType, text)
		}
		for _, scope := range e.MissingScopes() {
			if scope == "" || strings.ContainsAny(scope, ", ") {
				t.Errorf("%q: scope %q", answer, scope)
			}
		}
	})
}
