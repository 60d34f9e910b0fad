package emulator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
)

// Variant is one of the ways in which tenants of Auth0 differ, or on which the sources about them disagree.
type Variant struct {
	// Name is what seeds and the command call it.
	Name string
	// Subject is what it is about. A tenant has one variant of each subject.
	Subject string
	// Meaning says what such a tenant does, and how surely that is known.
	Meaning string
	// Default says that a tenant has it unless another one of the subject is named.
	Default bool
}

// The variants, by subject.
const (
	strictByDefault     = "strict-by-default"
	permissiveByDefault = "permissive-by-default"

	registrationModeOmitted  = "registration-mode-omitted"
	registrationModeInAnswer = "registration-mode-in-answer"
	registrationModeShown    = "registration-mode-shown"

	unknownScopesAccepted = "unknown-scopes-accepted"
	unknownScopesRefused  = "unknown-scopes-refused"

	cimdMembersOmitted = "cimd-members-omitted"
	cimdMembersShown   = "cimd-members-shown"

	redirectionPolicyAccepted = "redirection-policy-accepted"
	redirectionPolicyRefused  = "redirection-policy-refused"

	organizationsAccepted = "organizations-accepted"
	organizationsRefused  = "organizations-refused"

	tokensAccessDenied       = "access-denied"
	tokensUnauthorizedClient = "unauthorized-client"

	scopesAsRequested = "scopes-as-requested"
	scopesAsGranted   = "scopes-as-granted"

	kidThumbprint = "kid-thumbprint"
	kidRandom     = "kid-random"

	fourKeys = "four-keys"
	twoKeys  = "two-keys"
)

// variants are all there are. The first of each subject is that of a tenant made today, or what the newest evidence says.
var variants = []struct {
	subject string
	choices [][2]string // name and meaning
}{
	{"default security mode", [][2]string{
		{strictByDefault, "third-party applications made or registered without a mode are strict (documented)"},
		{permissiveByDefault, "they are permissive, as in tenants of before April 2026 (recorded)"},
	}},
	{"registration mode", [][2]string{
		{registrationModeOmitted, "dynamic_client_registration_security_mode can be set, and no answer shows it (reported)"},
		{registrationModeInAnswer, "the answer to the PATCH that sets it shows it, reads do not (not known either way)"},
		{registrationModeShown, "every answer shows it once it is set, as in tenants of before April 2026 (recorded)"},
	}},
	{"unknown scopes", [][2]string{
		{unknownScopesAccepted, "a client grant may name scopes that the API does not define (recorded)"},
		{unknownScopesRefused, "they are refused with 400 (reported)"},
	}},
	{"CIMD answers", [][2]string{
		{cimdMembersOmitted, "the answer to a PATCH of a CIMD application lacks external_client_id and its two siblings (recorded)"},
		{cimdMembersShown, "it has them, as a read does"},
	}},
	{"redirection policy", [][2]string{
		{redirectionPolicyAccepted, "redirection_policy may be set on self-registered and CIMD applications (a client sends it)"},
		{redirectionPolicyRefused, "it is refused there with 400 (documented)"},
	}},
	{"organization arguments", [][2]string{
		{organizationsAccepted, "organization_usage and its siblings may be set on strict applications (documented since July 2026)"},
		{organizationsRefused, "they are refused with 403 (documented before)"},
	}},
	{"tokens without a grant", [][2]string{
		{tokensAccessDenied, "the token endpoint answers access_denied (recorded)"},
		{tokensUnauthorizedClient, "it answers unauthorized_client to third-party applications (documented)"},
	}},
	{"scopes of tokens", [][2]string{
		{scopesAsRequested, "a token request with scope gets those scopes only (reported)"},
		{scopesAsGranted, "it gets every scope of the grant (one of Auth0's articles)"},
	}},
	{"key ids", [][2]string{
		{kidThumbprint, "a public key added without a kid gets its RFC 7638 thumbprint (the official provider's source)"},
		{kidRandom, "it gets a random kid"},
	}},
	{"keys of an application", [][2]string{
		{fourKeys, "an application has four credentials at most, attached or not (the official provider's source)"},
		{twoKeys, "it has two at most (documented for those that are attached)"},
	}},
}

// defaultModeMember of a seed is another way to name a variant.
const defaultModeMember = "default_third_party_security_mode"

// Variants returns all variants, the default of each subject first.
func Variants() []Variant {
	var out []Variant
	for _, group := range variants {
		for i, choice := range group.choices {
			out = append(out, Variant{Name: choice[0], Subject: group.subject, Meaning: choice[1], Default: i == 0})
		}
	}
	return out
}

// chosen is the variants of a tenant, one of each subject.
type chosen map[string]bool

// names returns the variants that are not the default.
func (c chosen) names() []string {
	var out []string
	for _, variant := range Variants() {
		if !variant.Default && c[variant.Name] {
			out = append(out, variant.Name)
		}
	}
	return out
}

// chooseVariants completes the named variants by defaults. Two of one subject contradict each other.
func chooseVariants(names []string) (chosen, error) {
	bySubject := map[string]string{}
	for i, name := range names {
		subject := subjectOf(name)
		switch earlier, taken := bySubject[subject]; {
		case subject == "":
			return nil, seedFault([]any{"variants", i}, "%q is not a variant; see --help", name)
		case taken && earlier != name:
			return nil, seedFault([]any{"variants", i}, "%s and %s contradict each other (%s)", earlier, name, subject)
		}
		bySubject[subject] = name
	}
	out := chosen{}
	for _, variant := range Variants() {
		name, taken := bySubject[variant.Subject]
		if name == variant.Name || (!taken && variant.Default) {
			out[variant.Name] = true
		}
	}
	return out, nil
}

// withVariants returns a seed that names the variants of first, then its own, then those of last, one of each subject.
func (seed *Seed) withVariants(first, last []string) (*Seed, error) {
	out := *seed
	if mode := seed.DefaultSecurityMode; mode != "" {
		if err := requireOneOf(object.Object{defaultModeMember: mode}, nil, defaultModeMember, "strict", "permissive"); err != nil {
			return nil, err
		}
		out.Variants = append(slices.Clone(seed.Variants), mode+"-by-default")
		out.DefaultSecurityMode = ""
	}
	if _, err := chooseVariants(out.Variants); err != nil {
		return nil, err
	}
	out.Variants = overlay(overlay(first, out.Variants), last)
	return &out, nil
}

func subjectOf(name string) string {
	for _, variant := range Variants() {
		if variant.Name == name {
			return variant.Subject
		}
	}
	return ""
}

// overlay returns the names of first, and those of second whose subjects first does not name.
func overlay(first, second []string) []string {
	out := slices.Clone(first)
	named := map[string]bool{}
	for _, name := range first {
		named[subjectOf(name)] = true
	}
	for _, name := range second {
		if subject := subjectOf(name); subject == "" || !named[subject] {
			out = append(out, name)
		}
	}
	return out
}

// VariantsHelp lists the variants for people, each line indented, defaults marked.
func VariantsHelp(indent string) string {
	var out strings.Builder
	for _, group := range variants {
		fmt.Fprintf(&out, "%s%s:\n", indent, group.subject)
		for i, choice := range group.choices {
			mark := ""
			if i == 0 {
				mark = " [default]"
			}
			fmt.Fprintf(&out, "%s  %s%s\n%s      %s\n", indent, choice[0], mark, indent, choice[1])
		}
	}
	return out.String()
}
