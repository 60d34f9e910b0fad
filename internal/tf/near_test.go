package tf_test

import (
	"testing"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	apis := []string{"https://orders.example.com/", "https://files.example.com/", "urn:api"}
	tests := map[string]struct{ text, want string }{
		"slash left out":    {"https://orders.example.com", "https://orders.example.com/"},
		"case":              {"HTTPS://Orders.example.com/", "https://orders.example.com/"},
		"blank at the end":  {"urn:api ", "urn:api"},
		"letter left out":   {"https://order.example.com/", "https://orders.example.com/"},
		"letters swapped":   {"https://odrers.example.com/", "https://orders.example.com/"},
		"another letter":    {"https://filed.example.com/", "https://files.example.com/"},
		"another name":      {"https://shipments.example.com/", ""},
		"short and unlike":  {"urn:xyz", ""},
		"nothing like that": {"", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tf.Nearest(test.text, apis); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestSmallDifference(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ a, b, want string }{
		"same":                 {"https://orders.example.com/", "https://orders.example.com/", ""},
		"slash":                {"https://orders.example.com", "https://orders.example.com/", "a slash at the end"},
		"slash within a word":  {"https://a.example/ (user)", "https://a.example (user)", "a slash at the end"},
		"case":                 {"con_ABC", "con_abc", "case"},
		"both":                 {"https://Orders.example.com", "https://orders.example.com/", "a slash at the end and case"},
		"blank at the end":     {"https://a.example ", "https://a.example", "white space"},
		"blank within a word":  {"https://a.example/  (user)", "https://a.example/ (user)", "white space"},
		"slash and line break": {"https://a.example/\n", "https://a.example", "a slash at the end and white space"},
		"blank elsewhere":      {"https://a.example/a b", "https://a.example/ab", ""},
		"another subject type": {"https://a.example/ (user)", "https://a.example (client)", ""},
		"another path":         {"https://a.example/v1", "https://a.example/", ""},
		"another letter":       {"con_abc", "con_abd", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tf.SmallDifference(test.a, test.b); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if got := tf.SmallDifference(test.b, test.a); got != test.want {
				t.Errorf("the other way round: got %q, want %q", got, test.want)
			}
		})
	}
}
