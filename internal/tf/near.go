package tf

import (
	"strings"
	"unicode"

	"github.com/agext/levenshtein"
)

// maxDistance is how many letters a name may be away from one that it is taken for. More would make names alike that
// only have a prefix in common, as the identifiers of a tenant's APIs do.
const maxDistance = 2

// Nearest returns the candidate that the text is probably a misspelling of, and "" if none is near.
func Nearest(text string, candidates []string) string {
	nearest, best := "", maxDistance+1
	for _, candidate := range candidates {
		distance := levenshtein.Distance(text, candidate, nil)
		if differsBySlashOrCase(text, candidate) {
			distance = 0
		}
		if distance < best && distance < len(candidate)/2 {
			nearest, best = candidate, distance
		}
	}
	return nearest
}

// isMisspelt reports whether the text can hardly be anything but a misspelling of the other: only slash or case differ,
// or one letter is missing, added, or swapped with its neighbour. A letter that is another one, and a digit, are how
// people tell names apart: api-a and api-b, v1 and v2.
func isMisspelt(text, other string) bool {
	return differsBySlashOrCase(text, other) || lacksOneLetter(text, other) || lacksOneLetter(other, text) ||
		hasSwappedLetters(text, other)
}

func differsBySlashOrCase(a, b string) bool { return SlashOrCase(a, b) != "" }

// SlashOrCase says in what two texts differ, if that is nothing but slashes at the end of their words and case. It is
// empty for texts that are the same, and for those that differ in more.
func SlashOrCase(a, b string) string {
	switch {
	case a == b, WithoutSlashOrCase(a) != WithoutSlashOrCase(b):
		return ""
	case withoutSlash(a) == withoutSlash(b):
		return "a slash at the end"
	case strings.EqualFold(a, b):
		return "case"
	default:
		return "a slash at the end and case"
	}
}

// WithoutSlashOrCase returns what texts have in common that differ in nothing but what [SlashOrCase] says.
func WithoutSlashOrCase(text string) string { return strings.ToLower(withoutSlash(text)) }

func withoutSlash(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		words[i] = strings.TrimRight(word, "/")
	}
	return strings.Join(words, " ")
}

// lacksOneLetter reports whether the shorter text is the longer one without one of its letters.
func lacksOneLetter(shorter, longer string) bool {
	if len(shorter)+1 != len(longer) {
		return false
	}
	i := commonPrefix(shorter, longer)
	return unicode.IsLetter(rune(longer[i])) && shorter[i:] == longer[i+1:]
}

// hasSwappedLetters reports whether one is the other with two neighbouring letters in each other's place.
func hasSwappedLetters(a, b string) bool {
	i := commonPrefix(a, b)
	if len(a) != len(b) || i+1 >= len(a) {
		return false
	}
	return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] && unicode.IsLetter(rune(a[i])) &&
		unicode.IsLetter(rune(b[i]))
}

func commonPrefix(a, b string) int {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return i
}
