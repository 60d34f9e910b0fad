// Package answer writes a tenant's answers: replies of both APIs, and refusals with the status, the errorCode and the
// JSON that Auth0 uses. Package rules decides which request is refused.
package answer

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
)

// Reply is a successful answer.
type Reply struct {
	Status int
	Body   any // nil for none
}

// OK answers 200.
func OK(body any) (Reply, error) { return Reply{http.StatusOK, body}, nil }

// Created answers 201.
func Created(body any) (Reply, error) { return Reply{http.StatusCreated, body}, nil }

// NoContent answers 204.
func NoContent() (Reply, error) { return Reply{http.StatusNoContent, nil}, nil }

// Refuse sends the refusal that an error describes.
func Refuse(w http.ResponseWriter, err error) {
	refusal := Refusal(err)
	JSON(w, refusal.Status, refusal.Body)
}

// Refusal turns an error into the answer Auth0 gives.
func Refusal(err error) Reply {
	var refusal *Error
	if !errors.As(err, &refusal) {
		refusal = &Error{Status: http.StatusInternalServerError, Message: err.Error()}
	}
	return Reply{refusal.Status, refusal.Body()}
}

// JSON sends an answer.
func JSON(w http.ResponseWriter, status int, body any) { Encode(status, body)(w) }

// Encode encodes an answer, and returns a function that sends it. Auth0 names the content type even if there is no
// content.
func Encode(status int, body any) func(http.ResponseWriter) {
	var out bytes.Buffer
	if body != nil {
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(body); err != nil {
			return func(w http.ResponseWriter) { http.Error(w, err.Error(), http.StatusInternalServerError) }
		}
	}
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write(bytes.TrimSuffix(out.Bytes(), []byte("\n"))) // the caller has gone away
	}
}
