package auth0

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// maxExcerpt is how many bytes of an answer that is not the API's own an error shows.
const maxExcerpt = 200

// failure returns the error for a call that got no answer.
func (x *exchange) failure(err error) *Error {
	// The method and the address are in the error already.
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	e := x.problem(0, err)
	_, isLocal := errors.AsType[localError](err)
	e.unreached = x.attempts > 0 && !x.reached && !isLocal && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
	return e
}

// refusal returns the error for an answer whose status is not a success.
func (x *exchange) refusal(resp *http.Response) *Error {
	e := x.problem(resp.StatusCode, nil)
	if target, err := resp.Location(); err == nil {
		e.Message = "redirect to " + excerpt(x.client.redact(target.Host))
		return e
	}
	e.ErrorCode, e.Message = x.decodeRefusal(resp)
	return e
}

// garbled returns the error for an answer that reports success but is not what was asked for.
func (x *exchange) garbled(resp *http.Response) *Error {
	if json.Valid(x.answer) {
		return x.problem(resp.StatusCode, x.wrong)
	}
	return x.problem(resp.StatusCode, errors.New("expected JSON but got "+x.describe(resp)))
}

// problem returns the error for what the last attempt came to, with what was tried.
func (x *exchange) problem(status int, err error) *Error {
	x.endWait()
	if err != nil {
		err = x.client.redactError(err)
	}
	return &Error{
		StatusCode:     status,
		Method:         x.method,
		Path:           x.url.EscapedPath(),
		Attempts:       x.attempts,
		Waited:         x.waited,
		RateLimited:    x.limited,
		OutcomeUnknown: x.unknown,
		Err:            err,
	}
}

// decodeRefusal reads the body of a refusal: the Management API's envelope (message, errorCode), the token endpoint's
// (error_description, error), or whatever a proxy in between had to say.
func (x *exchange) decodeRefusal(resp *http.Response) (code, message string) {
	var envelope map[string]any
	if json.Unmarshal(x.answer, &envelope) != nil {
		if len(x.answer) == 0 {
			return "", ""
		}
		return "", "instead of the API's own error came " + x.describe(resp)
	}
	member := func(name string) string {
		text, _ := envelope[name].(string)
		return excerpt(x.client.redact(text))
	}
	if description := member("error_description"); description != "" {
		return member("error"), description
	}
	return member("errorCode"), member("message")
}

// describe says what an answer is that is not what it should be: its length, its type and its first flaw. It is quoted
// only where neither call nor answer can hold a secret of its own, and not if it may be JSON.
func (x *exchange) describe(resp *http.Response) string {
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if err != nil {
		kind = "unknown type"
	}
	size := fmt.Sprintf("%d bytes of %s", len(x.answer), x.client.redact(kind))
	text := strings.Join(strings.Fields(string(x.answer)), " ")
	switch {
	case text == "":
		return size
	case strings.ContainsAny(text[:1], `{["`):
		return size + " (" + flawOf(x.answer) + ")"
	case x.mayHoldSecrets():
		return size + " (not shown, because it might hold a secret)"
	}
	text = x.client.redact(text)
	if len(text) > maxExcerpt {
		text = strings.ToValidUTF8(text[:maxExcerpt], "") + "…"
	}
	return fmt.Sprintf("%s: %q", size, text)
}

// flawOf says what is wrong with something that begins as JSON does.
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

// harmless are the collections whose objects have no secrets: applications, credentials, connections and APIs do, and the
// token endpoint is about nothing else.
var harmless = []string{"/client-grants", "/organizations", "/tenants/settings"}

// mayHoldSecrets reports whether the call or its answer can hold a secret, besides those that the client knows.
func (x *exchange) mayHoldSecrets() bool {
	path, isAPI := strings.CutPrefix(x.url.EscapedPath(), apiPath)
	return !isAPI || !slices.ContainsFunc(harmless, func(collection string) bool { return strings.HasPrefix(path, collection) })
}
