package access

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/auth0"
)

// shownOfMany is how many names are shown of a group of applications without access, or without a grant of their own.
const shownOfMany = 5

// Markdown returns a table with a line for each kind of access and the applications that have it, sorted by API. Grants
// without effect are lines too; entries that are nothing are left out. Names are code spans, so that nothing an
// application's owner wrote is taken for Markdown, HTML, a link or a mention.
func Markdown(entries []Entry) string {
	lines := linesOf(entries)
	if len(lines) == 0 {
		return "No third-party application can reach any API.\n"
	}
	var out strings.Builder
	out.WriteString("| API | Access | Scopes | Why | Applications |\n| --- | --- | --- | --- | --- |\n")
	for _, l := range lines {
		fmt.Fprintf(&out, "| %s | %s | %s | %s | %s |\n", l.api(), l.SubjectType, l.scopes(), l.Why(), l.applications())
	}
	return out.String()
}

// line is what several applications have in common.
type line struct {
	Entry
	holders []Entry
}

// linesOf groups entries that say the same of different applications.
func linesOf(entries []Entry) []*line {
	byKind := map[string]*line{}
	var lines []*line
	for _, entry := range entries {
		if entry.IsNothing() {
			continue
		}
		kind := entry.kind()
		if byKind[kind] == nil {
			byKind[kind] = &line{Entry: entry}
			lines = append(lines, byKind[kind])
		}
		byKind[kind].holders = append(byKind[kind].holders, entry)
	}
	slices.SortStableFunc(lines, func(a, b *line) int {
		return cmp.Or(
			cmp.Compare(a.Audience, b.Audience),
			cmp.Compare(slices.Index(SubjectTypes(), a.SubjectType), slices.Index(SubjectTypes(), b.SubjectType)),
			cmp.Compare(rank(a.Reason), rank(b.Reason)),
		)
	})
	return lines
}

// kind is the same for entries that differ in nothing but the application and its grant.
func (e Entry) kind() string {
	return fmt.Sprintf("%q", []any{e.Audience, e.SubjectType, e.Reason, e.AllScopes, e.Scopes, e.UndefinedScopes})
}

func rank(reason Reason) int { return slices.Index(reasons, reason) }

func (l *line) api() string {
	if l.API == "" {
		return Code(l.Audience)
	}
	return Code(l.API) + "<br>" + Code(l.Audience)
}

func (l *line) scopes() string {
	switch {
	case l.Reason == OrganizationUnknown:
		return "perhaps " + l.granted()
	case l.Reason.Allows():
		return l.granted()
	default:
		return "no access"
	}
}

func (l *line) granted() string {
	switch {
	case l.AllScopes && len(l.Scopes) == 0:
		return "all (the API defines none)"
	case l.AllScopes:
		return "all: " + codes(l.Scopes)
	case len(l.Scopes) == 0:
		return "none, access only"
	default:
		return codes(l.Scopes)
	}
}

// Why says what decides, in words.
func (e Entry) Why() string {
	text := map[Reason]string{
		OwnGrant:            "own grant",
		DefaultPermissions:  "default permissions",
		AccessPolicy:        "the API allows all",
		OrganizationUnknown: "granted, but an organization is required, and it is not known whether there is one",
		NoOrganization:      "granted, but an organization is required, and there is none",
		NoGrantType:         "granted, but the application lacks the grant type",
		NoClientCredentials: "granted, but such an application cannot use `client_credentials`",
		Denied:              "the API denies all; there is a grant",
		NoAPI:               "there is no such API; there is a grant",
		None:                "nothing is granted",
	}[e.Reason]
	if len(e.UndefinedScopes) > 0 {
		text += "; not defined on the API: " + codes(e.UndefinedScopes)
	}
	return text
}

func (l *line) applications() string {
	names := make([]string, 0, len(l.holders))
	for _, holder := range l.holders {
		name := Code(holder.Application) + " " + Code(holder.ClientID)
		if holder.SecurityMode == auth0.SecurityModePermissive {
			name += " (permissive)"
		}
		names = append(names, name)
	}
	if rest := len(names) - shownOfMany; l.Reason != OwnGrant && l.Reason != OrganizationUnknown && rest > 1 {
		names = append(names[:shownOfMany], fmt.Sprintf("and %d more", rest))
	}
	return strings.Join(names, "<br>")
}

func codes(texts []string) string {
	spans := make([]string, 0, len(texts))
	for _, text := range texts {
		spans = append(spans, Code(text))
	}
	return strings.Join(spans, ", ")
}

// Code returns the text as a code span for a table cell. Its fence is longer than any run of backticks within. Pipes
// are escaped, which a table undoes even in code, and backslashes before them doubled, so that they do not undo that.
func Code(text string) string {
	text = printable(text)
	if text == "" {
		return ""
	}
	run, longest := 0, 0
	var escaped strings.Builder
	for i := range len(text) {
		switch text[i] {
		case '`':
			run++
			longest = max(longest, run)
		case '|':
			escaped.WriteString(strings.Repeat(`\`, 1+backslashesBefore(text, i)))
			run = 0
		default:
			run = 0
		}
		escaped.WriteByte(text[i])
	}
	fence, padding := strings.Repeat("`", longest+1), ""
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		padding = " "
	}
	return fence + padding + escaped.String() + padding + fence
}

// backslashesBefore counts the backslashes that end at position i.
func backslashesBefore(text string, i int) int {
	return i - len(strings.TrimRight(text[:i], `\`))
}

func printable(text string) string { return strings.TrimSpace(auth0.Printable(text)) }
