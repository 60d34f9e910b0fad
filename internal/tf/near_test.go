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
