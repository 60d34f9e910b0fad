package call

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/mask"
)

// maxExcerpt is how many bytes of an answer that is not the API's own an error shows.
const maxExcerpt = 200

// foreign is an answer that may not be the API's own.
type foreign struct {
	contentType string
	body        []byte
	isQuotable  bool // whether neither the call nor its answer can hold a secret, besides those that the mask knows
	mask        *mask.Masker
}

// refusal reads the body of a refusal: the Management API's envelope (message, errorCode), the token endpoint's
// (error_description, error), or whatever a proxy in between had to say.
func (f foreign) refusal() (code, message string) {
	var envelope map[string]any
	if json.Unmarshal(f.body, &envelope) != nil {
		if len(f.body) == 0 {
			return "", ""
		}
		return "", "instead of the API's own error came " + f.describe()
	}
	member := func(name string) string {
		text, _ := envelope[name].(string)
		return mask.Excerpt(f.mask.Text(text))
	}
	if _, isManagement := envelope["statusCode"]; !isManagement && member("error") != "" {
		return member("error"), member("error_description")
	}
	return member("errorCode"), member("message")
}

// describe summarises an unexpected body for an error message: its length, its type and its first flaw. The body is
// quoted only if it is quotable, and not if it may be JSON.
func (f foreign) describe() string {
	kind, _, err := mime.ParseMediaType(f.contentType)
	if err != nil {
		kind = "unknown type"
	}
	size := fmt.Sprintf("%d bytes of %s", len(f.body), f.mask.Text(kind))
	text := strings.Join(strings.Fields(string(f.body)), " ")
	switch {
	case text == "":
		return size
	case strings.ContainsAny(text[:1], `{["`):
		return size + " (" + flawOf(f.body) + ")"
	case !f.isQuotable:
		return size + " (not shown, because it might hold a secret)"
	}
	text = f.mask.Text(text)
	if len(text) > maxExcerpt {
		text = strings.ToValidUTF8(text[:maxExcerpt], "") + "…"
	}
	return fmt.Sprintf("%s: %q", size, text)
}

// flawOf says what is wrong with a text that begins as JSON does.
func flawOf(answer []byte) string {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(answer))
	switch err := decoder.Decode(&value); {
	case err == nil && decoder.More():
		return "JSON with something behind it"
	case err == nil:
		return "JSON of another form"
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "JSON that is cut off"
	default:
		return "invalid JSON"
	}
}
