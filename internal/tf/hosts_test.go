package tf

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUntrusted(t *testing.T) {
	t.Parallel()
	trusted := []string{"app.example.com", "Bücher.example", "127.0.0.1", "::1", "[2001:DB8::1]", "localhost", "com.example.app"}
	tests := []struct {
		callback string
		trusted  bool
	}{
		{"https://app.example.com/callback", true},
		{"https://APP.Example.Com/callback", true},
		{"https://app.example.com:8443/callback?a=b#c", true},
		{"https://app.example.com./callback", true},
		{"http://app.example.com/callback", true},
		{"https://bücher.example/cb", true},
		{"https://xn--bcher-kva.example/cb", true},
		{"http://127.0.0.1:49152/cb", true},
		{"http://[::1]:3000/cb", true},
		{"http://[0:0:0:0:0:0:0:1]/cb", true},
		{"https://[2001:db8:0::1]/cb", true},
		{"http://localhost/cb", true},
		{"com.example.app://tenant.eu.auth0.com/android/com.example.app/callback", true},
		{"COM.example.app:/oauth2redirect", true},

		{"https://example.com/callback", false},
		{"https://evil.app.example.com/callback", false},
		{"https://app.example.com.evil.example/", false},
		{"https://app.example.com@evil.example/", false},
		{`https://evil.example\@app.example.com/`, false},
		{`https://app.example.com\@evil.example/`, false},
		{"https://app.example.com。evil.example/", false},
		{"https://*.example.com/callback", false},
		{"https://{organization_name}.example.com/callback", false},
		{"https:app.example.com/callback", false},
		{"https:///app.example.com/callback", false},
		{"//app.example.com/callback", false},
		{"app.example.com/callback", false},
		{"com.example.other://app.example.com/callback", false},
		{"http://127.0.0.2/cb", false},
		{"", false},
		{" https://app.example.com/callback", false},
		{"https://[::1/cb", false},
	}
	for _, test := range tests {
		t.Run(test.callback, func(t *testing.T) {
			t.Parallel()
			if got := len(Untrusted([]string{test.callback}, trusted)) == 0; got != test.trusted {
				t.Errorf("trusted = %v, want %v", got, test.trusted)
			}
		})
	}
}

func TestUntrustedLists(t *testing.T) {
	t.Parallel()
	callbacks := []string{"https://c.example/", "https://a.example/", "https://b.example/"}
	if diff := cmp.Diff([]string{"https://c.example/", "https://b.example/"}, Untrusted(callbacks, []string{"a.example"})); diff != "" {
		t.Errorf("untrusted callbacks, in their order (-want +got):\n%s", diff)
	}
	if got := Untrusted(callbacks, nil); len(got) != 3 {
		t.Errorf("without trusted hosts %d callbacks are untrusted, want all 3", len(got))
	}
	if got := Untrusted(nil, nil); len(got) != 0 {
		t.Errorf("without callbacks %v are untrusted, want none", got)
	}
}

func TestHostProblem(t *testing.T) {
	t.Parallel()
	tests := []struct {
		host, problem string
	}{
		{"app.example.com", ""},
		{"localhost", ""},
		{"127.0.0.1", ""},
		{"::1", ""},
		{"bücher.example", ""},
		{"com.example.app", ""},
		{"web+example", ""},
		{"", "is empty"},
		{"https://app.example.com", "is a URL"},
		{"com.example.app://", "is a URL"},
		{"*.example.com", "has a wildcard, and trust in hosts that do not exist yet cannot be checked"},
		{"app.example.com/callback", "has a path"},
		{"app.example.com:8443", "has a port or a user name"},
		{"[::1]", ""},
		{"[::1]:8080", "has a port or a user name"},
		{"me@app.example.com", "has a port or a user name"},
		{"a.example.com,b.example.com", "holds several hosts"},
		{"app example.com", "has characters that no host has"},
	}
	for _, test := range tests {
		t.Run(test.host, func(t *testing.T) {
			t.Parallel()
			if got := HostProblem(test.host); got != test.problem {
				t.Errorf("problem = %q, want %q", got, test.problem)
			}
		})
	}
}

func FuzzCallbackHost(f *testing.F) {
	f.Add("https://app.example.com/callback")
	f.Add("com.example.app://callback")
	f.Add("http://[::1]:3000/")
	f.Add("https://app.example.com。evil.example/")
	f.Fuzz(func(t *testing.T, callback string) {
		host := callbackHost(callback)
		if again := canonicalHost(host); again != canonicalHost(again) {
			t.Errorf("the canonical form of %q is not stable: %q", host, again)
		}
		if host == "" && len(Untrusted([]string{callback}, []string{callback, ""})) == 0 {
			t.Errorf("%q names no host and is trusted all the same", callback)
		}
	})
}
