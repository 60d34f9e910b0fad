package auth0

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
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
		e.Message = "redirect to " + excerpt(target.Host)
		return e
	}
	e.ErrorCode, e.Message = decodeRefusal(x.harmlessAnswer(), resp.Header.Get("Content-Type"))
	return e
}

// garbled returns the error for an answer that reports success but cannot be read.
func (x *exchange) garbled(resp *http.Response) *Error {
	came := describe(x.harmlessAnswer(), resp.Header.Get("Content-Type"))
	return x.problem(resp.StatusCode, errors.New("expected JSON but got "+came))
}

// harmlessAnswer returns the answer without the client's secrets, should anybody have echoed them. That comes first:
// a secret that was cut short or escaped would no longer be found.
func (x *exchange) harmlessAnswer() []byte { return []byte(x.client.redact(string(x.answer))) }

// misshapen returns the error for an answer that is JSON but not the object that was expected.
func (x *exchange) misshapen(resp *http.Response, err error) *Error {
	x.unknown = x.unknown || x.write
	return x.problem(resp.StatusCode, fmt.Errorf("the answer has an unexpected form: %w", err))
}

// problem returns the error for what the last attempt came to, with what was tried.
func (x *exchange) problem(status int, err error) *Error {
	x.endWait()
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
func decodeRefusal(body []byte, contentType string) (code, message string) {
	var envelope map[string]any
	if json.Unmarshal(body, &envelope) != nil {
		if len(body) == 0 {
			return "", ""
		}
		return "", "instead of the API's own error came " + describe(body, contentType)
	}
	member := func(name string) string {
		text, _ := envelope[name].(string)
		return excerpt(text)
	}
	if description := member("error_description"); description != "" {
		return member("error"), description
	}
	return member("errorCode"), member("message")
}

// describe says what an answer is that is not what it should be. Something that may be JSON, cut off or spoilt, is
// not shown, because it may hold a secret in the clear.
func describe(body []byte, contentType string) string {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = "unknown type"
	}
	size := fmt.Sprintf("%d bytes of %s", len(body), kind)
	text := strings.Join(strings.Fields(string(body[:min(len(body), 4*maxExcerpt)])), " ")
	if text == "" || strings.ContainsAny(text[:1], `{["`) {
		return size
	}
	if len(text) > maxExcerpt {
		text = strings.ToValidUTF8(text[:maxExcerpt], "") + "…"
	}
	return fmt.Sprintf("%s: %q", size, text)
}
