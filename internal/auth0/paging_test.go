package auth0_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

func TestPaging(t *testing.T) {
	t.Parallel()
	const audience = `"audience":"https://api.example.com"`
	const a, b, c = `{"id":"cgr_a",` + audience + `}`, `{"id":"cgr_b",` + audience + `}`, `{"id":"cgr_c",` + audience + `}`
	tests := map[string]struct {
		pages map[string]string // by the cursor that asks for them, "" for the first
		want  string            // the ids
		err   string
	}{
		"none":                       {pages: map[string]string{"": `{"client_grants":[]}`}},
		"null":                       {pages: map[string]string{"": `{"client_grants":null}`}, err: "null is no list"},
		"one page":                   {pages: map[string]string{"": `{"client_grants":[` + a + `,` + b + `]}`}, want: "cgr_a cgr_b"},
		"null cursor":                {pages: map[string]string{"": `{"client_grants":[` + a + `],"next":null}`}, want: "cgr_a"},
		"empty cursor":               {pages: map[string]string{"": `{"client_grants":[` + a + `],"next":""}`}, want: "cgr_a"},
		"three pages":                {pages: map[string]string{"": `{"client_grants":[` + a + `],"next":"1 +/="}`, "1 +/=": `{"client_grants":[` + b + `],"next":"2"}`, "2": `{"client_grants":[` + c + `]}`}, want: "cgr_a cgr_b cgr_c"},
		"empty last page":            {pages: map[string]string{"": `{"client_grants":[` + a + `],"next":"1"}`, "1": `{"client_grants":[]}`}, want: "cgr_a"},
		"empty page in the middle":   {pages: map[string]string{"": `{"client_grants":[],"next":"1"}`, "1": `{"client_grants":[` + b + `]}`}, want: "cgr_b"},
		"further members":            {pages: map[string]string{"": `{"client_grants":[{"id":"cgr_a",` + audience + `,"new":{"x":[1]}}],"start":0,"limit":100,"total":1}`}, want: "cgr_a"},
		"same page for ever":         {pages: map[string]string{"": `{"client_grants":[],"next":"1"}`, "1": `{"client_grants":[` + a + `],"next":"1"}`}, err: "does not end"},
		"round in circles":           {pages: map[string]string{"": `{"client_grants":[],"next":"1"}`, "1": `{"client_grants":[],"next":"2"}`, "2": `{"client_grants":[],"next":"1"}`}, err: "does not end"},
		"bare array":                 {pages: map[string]string{"": `[` + a + `]`}, err: "unexpected form"},
		"other collection":           {pages: map[string]string{"": `{"clients":[]}`}, err: `no member "client_grants"`},
		"items that are no list":     {pages: map[string]string{"": `{"client_grants":{}}`}, err: `member "client_grants"`},
		"cursor that is no text":     {pages: map[string]string{"": `{"client_grants":[],"next":7}`}, err: `member "next"`},
		"second page with a refusal": {pages: map[string]string{"": `{"client_grants":[` + a + `],"next":"1"}`}, err: "404 Not Found"},
		"null instead of a page":     {pages: map[string]string{"": `null`}, err: `no member "client_grants"`},
		"items that are no objects":  {pages: map[string]string{"": `{"client_grants":["cgr_x",null,7,[],` + a + `]}`}, want: "cgr_a"},
		"items without an id":        {pages: map[string]string{"": `{"client_grants":[{},{"id":""},{"id":null},` + a + `]}`}, want: "cgr_a"},
		"item that is on two pages":  {pages: map[string]string{"": `{"client_grants":[` + a + `],"next":"1"}`, "1": `{"client_grants":[` + a + `,` + b + `]}`}, want: "cgr_a cgr_b"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Query().Get("take") != "100" || r.URL.Query().Get("audience") != "https://api.example.com" {
					t.Errorf("query is %s", r.URL.RawQuery)
				}
				page, ok := test.pages[r.URL.Query().Get("from")]
				if !ok {
					refuse(http.StatusNotFound)(w, r)
					return
				}
				answer(w, http.StatusOK, page)
			}))
			grants, err := client.ListClientGrants(t.Context(), auth0.ClientGrantFilter{Audience: "https://api.example.com"})
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) || !strings.HasPrefix(err.Error(), "GET /api/v2/client-grants: ") {
					t.Errorf("error is %v, want one about GET /api/v2/client-grants with %q", err, test.err)
				}
				_ = asError(t, err)
				return
			}
			ids := make([]string, 0, len(grants))
			for _, grant := range grants {
				ids = append(ids, grant.ID)
			}
			if got := strings.Join(ids, " "); err != nil || got != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestPagingEndsWithContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	pages := 0
	client := newClient(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		pages++
		if pages == 3 {
			cancel()
		}
		answer(w, http.StatusOK, fmt.Sprintf(`{"client_grants":[],"next":"%d"}`, pages))
	}))
	_, err := client.ListClientGrants(ctx, auth0.ClientGrantFilter{})
	if !errors.Is(err, context.Canceled) || errors.Is(err, auth0.ErrUnknownOutcome) || pages > 3 {
		t.Errorf("got %v after %d pages, want the context's error after 3", err, pages)
	}
}
