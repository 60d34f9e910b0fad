package mask

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
)

const fuzzedSecret = "s3cr3t_of-Th1s_client+/=0123456789"

// No piece of a secret stays in a text, wherever the secret stands.
func FuzzRedact(f *testing.F) {
	f.Add("client_secret="+url.QueryEscape(fuzzedSecret)+"&x", 3, 17)
	f.Add(`\u005f\\u005f&#x5f;%255f`, 0, 34)
	masker := New(fuzzedSecret)
	f.Fuzz(func(t *testing.T, around string, from, to int) {
		from, to = max(0, min(from, len(fuzzedSecret))), max(0, min(to, len(fuzzedSecret)))
		if to-from < shownRun {
			return
		}
		piece := fuzzedSecret[from:to]
		for _, text := range []string{piece, strings.ReplaceAll(piece, "_", `\u005f`), url.QueryEscape(piece)} {
			shown := masker.Text(around + text + around)
			if strings.Contains(unescape(shown), piece[:shownRun]) && !strings.Contains(unescape(around), piece[:shownRun]) {
				t.Errorf("%q shows as %q", around+text+around, shown)
			}
		}
	})
}

func FuzzMaskBody(f *testing.F) {
	for _, seed := range []string{
		`{"client_id":"tpc_1","client_secret":"s","callbacks":["https://a/"],"signing_keys":[{"cert":"c"}],"client_metadata":{"a":"b"}}`,
		`{"message":"bad token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln!","total":1,"is_first_party":null}`, `[1,"a",true]`, `"text"`, `{"id":1e999}`, ``, "\xff",
	} {
		f.Add([]byte(seed))
	}
	masker := New(fuzzedSecret)
	f.Fuzz(func(t *testing.T, body []byte) {
		first := masker.Body(body)
		if again := masker.Body([]byte(first)); json.Valid([]byte(first)) && len(first) <= maxBody && again != first {
			t.Errorf("%q is masked as %q, and that as %q", body, first, again)
		}
	})
}
