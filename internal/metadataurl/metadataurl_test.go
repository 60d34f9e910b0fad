package metadataurl_test

import (
	"strings"
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/metadataurl"
)

func TestProblem(t *testing.T) {
	t.Parallel()
	longest := "https://agent.example.com/" + strings.Repeat("a", metadataurl.MaxBytes-len("https://agent.example.com/"))
	for text, want := range map[string]string{
		"https://agent.example.com/client.json":                "",
		"https://agent.example.com:8443/a/client":              "",
		"https://agent.example.com/oauth/":                     "",
		"https://[2001:db8::1]/client":                         "",
		"https://[2001:db8::1]:8443/client":                    "",
		"https://agent.example.com/%7Eme/client.json":          "",
		"https://agent.example.com/.well-known/a..b":           "",
		"https://agent.example.com/client%20":                  "",
		longest:                                                "",
		longest + "b":                                          "has 121 bytes",
		"https://agent.example.com/" + strings.Repeat("é", 48): "has 122 bytes",
		"":                                       "is blank",
		" ":                                      "is blank",
		" https://agent.example.com/client":      "has white space",
		"https://agent.example.com/client\n":     "has white space",
		"https://agent.example.com/my client":    "has white space",
		"https://agent.example.com/cl\u200bient": "has a character that nobody sees",
		"https://a.example.com/c,https://b.example/": "holds several URLs",
		"agent.example.com/client":                   "is not an https URL",
		"https:agent.example.com/client":             "is not a URL",
		"https://[2001:db8::1/client":                "is not a URL",
		"https:///client":                            "has no host",
		"http://agent.example.com/client":            "is not an https URL",
		"com.example.agent:/client":                  "is not an https URL",
		"https://localhost/client":                   "is on the local machine",
		"https://LOCALHOST.:8443/client":             "is on the local machine",
		"https://agent.localhost/client":             "is on the local machine",
		"https://127.0.0.1/client":                   "is on the local machine",
		"https://[::1]/client":                       "is on the local machine",
		"https://[::ffff:127.0.0.1]/client":          "is on the local machine",
		"https://agent.example.com":                  "has no path",
		"https://agent.example.com/":                 "has no path",
		"https://agent.example.com/./client":         "has a segment . or ..",
		"https://agent.example.com/a/..":             "has a segment . or ..",
		"https://agent.example.com/a/%2e%2E/client":  "has a segment . or ..",
		"https://agent.example.com/a/.%2e/client":    "has a segment . or ..",
		"https://me@agent.example.com/client":        "has credentials",
		"https://me:secret@agent.example.com/client": "has credentials",
		"https://@agent.example.com/client":          "has credentials",
		"https://agent.example.com/client?version=1": "has a query",
		"https://agent.example.com/client?":          "has a query",
		"https://agent.example.com/client#top":       "has a fragment",
		"https://agent.example.com/client#":          "has a fragment",
		"https://agent.example.com:0/client":         "has a port",
		"https://agent.example.com:00/client":        "has a port",
		"https://agent.example.com:65536/client":     "has a port",
		"https://agent.example.com:/client":          "has a port",
		"https://agent.example.com/100%/client":      "has a % without two",
		"https://agent.example.com/client%2":         "has a % without two",
		"https://agent.example.com/client%zz":        "has a % without two",
		"https://agent.example.com/client%2z":        "has a % without two",
		"https://agent.example.com/%25/client%":      "has a % without two",
	} {
		got := metadataurl.Problem(text)
		if want == "" && got != "" || !strings.HasPrefix(got, want) {
			t.Errorf("Problem(%q) = %q, want it to begin with %q", text, got, want)
		}
	}
}
