package tf_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/auth0access/terraform-provider-auth0access/internal/tf"
)

func TestForeign(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"empty":                   {"", ""},
		"plain":                   {"Partner & söhne 👩‍👧", "Partner & söhne 👩‍👧"},
		"one line is escaped":     {"a\x1b[2K\u202e", "a\x1b[2K\u202e"},
		"several plain lines":     {"a\r\n\tb\nc 👩‍👧", "a\r\n\tb\nc 👩‍👧"},
		"several hostile lines":   {"a\x1b\n\u202eb\u009b\x7f", "a\ufffd\n\ufffdb\ufffd\ufffd"},
		"return within a line":    {"a\n12345\rb", "a\n12345\ufffdb"},
		"JSON on one line":        {`["a\u001b"]`, `["a\u001b"]`},
		"JSON of plain lines":     {`["a\nb", 1e400]`, `["a\nb", 1e400]`},
		"JSON of hostile lines":   {`["a\n\u001b<", 10.0]`, `["a\n` + "\ufffd" + `<",10.0]`},
		"nested":                  {`{"a\n\u009b":{"b":["[\"c\\n\\u001b\"]"]}}`, `{"a\n` + "\ufffd" + `":{"b":["[\"c\\n` + "\ufffd" + `\"]"]}}`},
		"no JSON":                 {`["a\n`, `["a\n`},
		"JSON with more after it": {`["a\n\u001b"] x`, `["a\n\u001b"] x`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tf.Foreign(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if got := tf.ForeignString(test.text, types.StringValue(test.text)).ValueString(); got != test.text {
				t.Errorf("what was there before becomes %q", got)
			}
		})
	}
}
