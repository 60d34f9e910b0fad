package mask_test

import (
	"errors"
	"io"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0/internal/mask"
)

func TestText(t *testing.T) {
	t.Parallel()
	masker := mask.New("a-long_secret/of+ours", "", "short")
	masker.Add("a-token-of-ours")
	for text, want := range map[string]string{
		"nothing to hide, 100%25 of it":              "nothing to hide, 100%25 of it",
		"whole: a-long_secret/of+ours.":              "whole: [masked].",
		"a piece: ng_secret/of+o.":                   "a piece: [masked].",
		"seven characters: secret/":                  "seven characters: secret/",
		"escaped: a-long_secret%2Fof%2Bours":         "escaped: [masked]",
		`twice: a\\u002dlong\\u005fsecret\/of+ours`:  "twice: [masked]",
		"short, wherever: xshorty":                   "[masked], wherever: x[masked]y",
		"added: a-token-of-ours":                     "added: [masked]",
		"a JWT: eyJhbGciOiJSUzI1NiJ9.eyJzdWIi.c2ln!": "a JWT: [masked]!",
		"client_secret=abc&x=1":                      "client_secret=[masked]&x=1",
		`{"refresh_token" : "abc"}`:                  `{"refresh_token" : "[masked]"}`,
		"-----BEGIN PRIVATE KEY-----\nMII":           "[masked]",
	} {
		if got := masker.Text(text); got != want {
			t.Errorf("%q shows as %q, want %q", text, got, want)
		}
	}
}

func TestErrorKeepsItsChain(t *testing.T) {
	t.Parallel()
	masker := mask.New("the-secret")
	err := masker.Error(errors.Join(errors.New("sent the-secret"), io.EOF))
	if err.Error() != "sent [masked]\nEOF" || !errors.Is(err, io.EOF) {
		t.Errorf("error is %q", err)
	}
	if plain := errors.New("plain"); masker.Error(plain) != plain { //nolint:errorlint // the very same
		t.Error("a harmless error is wrapped")
	}
}

func TestBody(t *testing.T) {
	t.Parallel()
	masker := mask.New("the-secret")
	for body, want := range map[string]string{
		`{"name":"the-secret","client_secret":"x","total":7,"new":{"a":1}}`: `{"client_secret":"[masked]","name":"[masked]","new":"[masked]","total":"[masked]"}`,
		`[{"id":"a","pem":"p"},null,7]`:                                     `[{"id":"a","pem":"[masked]"},null,"[masked]"]`,
		`no JSON`:                                                           `[7 bytes]`,
		``:                                                                  ``,
	} {
		if got := masker.Body([]byte(body)); got != want {
			t.Errorf("%s shows as %s, want %s", body, got, want)
		}
	}
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	if got := mask.Printable("a\nb\x1b[31m\u202ec"); got != "a b\ufffd[31m\ufffdc" {
		t.Errorf("shows as %q", got)
	}
}
