package tf

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Foreign returns a text that somebody else may have written, such as the owner of a registered application, as
// Terraform can show it. Terraform escapes what is on one line, and prints what has several lines as it is, also inside
// of JSON. Of such texts, control characters and those that change the direction of writing are replaced.
func Foreign(text string) string {
	if !strings.Contains(text, "\n") {
		return foreignJSON(text)
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line, ending := strings.CutSuffix(line, "\r")
		lines[i] = strings.Map(plain, line)
		if ending {
			lines[i] += "\r"
		}
	}
	return foreignJSON(strings.Join(lines, "\n"))
}

func plain(r rune) rune {
	if r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
		return unicode.ReplacementChar
	}
	return r
}

// foreignJSON is Foreign for the texts in an array or an object, which Terraform shows unescaped.
func foreignJSON(text string) string {
	if trimmed := strings.TrimSpace(text); !strings.HasPrefix(trimmed, "[") && !strings.HasPrefix(trimmed, "{") {
		return text
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil || decoder.More() {
		return text
	}
	changed := false
	value = foreignValue(value, &changed)
	if !changed {
		return text
	}
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return text
	}
	return strings.TrimSpace(encoded.String())
}

func foreignValue(value any, changed *bool) any {
	text := func(text string) string {
		foreign := Foreign(text)
		*changed = *changed || foreign != text
		return foreign
	}
	switch value := value.(type) {
	case string:
		return text(value)
	case []any:
		for i := range value {
			value[i] = foreignValue(value[i], changed)
		}
	case map[string]any:
		members := make(map[string]any, len(value))
		for name, member := range value {
			members[text(name)] = foreignValue(member, changed)
		}
		return members
	}
	return value
}

// ForeignString returns [Foreign] of a text, or prior if that is the text already: what the configuration says stays as
// it is.
func ForeignString(text string, prior types.String) types.String {
	if prior.ValueString() == text {
		return types.StringValue(text)
	}
	return types.StringValue(Foreign(text))
}
