// Package textvalue looks at texts that should hold one value each, before anything looks at the value.
package textvalue

import (
	"fmt"
	"strings"
	"unicode"
)

// URLProblem says what keeps a text from being one URL, whatever the URL says: several of them, white space, or
// invisible characters. It is empty for a good one, and goes on after the text in quotes. instead says what to write
// for several URLs, and loss what white space would do.
func URLProblem(text, instead, loss string) string {
	switch {
	case holdsSeveralURLs(text):
		return "holds several URLs. " + instead
	case text != "" && strings.TrimSpace(text) == "":
		return "is blank. Write a URL, or remove it."
	case strings.TrimLeftFunc(text, unicode.IsSpace) != text:
		return fmt.Sprintf("has white space at its start, %s. Remove it.", loss)
	case strings.TrimRightFunc(text, unicode.IsSpace) != text:
		return fmt.Sprintf("has white space at its end, %s. Remove it; trimspace() does so for values from files.", loss)
	case strings.ContainsFunc(text, unicode.IsSpace):
		return fmt.Sprintf("has white space inside, %s. Remove it, or write %%20 if the URL really has one.", loss)
	case strings.ContainsFunc(text, isInvisible):
		return fmt.Sprintf("has a character that nobody sees, %s. Remove it: text that was copied from elsewhere may hold "+
			"one.", loss)
	}
	return ""
}

func holdsSeveralURLs(text string) bool {
	several := 0
	for _, part := range Parts(text) {
		if strings.Contains(part, "://") {
			several++
		}
	}
	return several > 1
}

// Parts splits a text at white space, commas and semicolons: into the values of a list that somebody wrote as one text.
func Parts(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' })
}

// isInvisible reports whether a character has no shape of its own, as a zero-width space or a mark of direction.
func isInvisible(r rune) bool { return unicode.In(r, unicode.Cf, unicode.Cc) }
