package seed

import (
	"slices"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
)

// defaultModeMember of a seed is another way to name a variant.
const defaultModeMember = "default_third_party_security_mode"

// ChooseVariants adds the default of each subject that names does not contain. It refuses two variants of one subject.
func ChooseVariants(names []string) (tenant.Chosen, error) {
	bySubject := map[string]string{}
	for i, name := range names {
		subject := tenant.SubjectOf(name)
		switch earlier, taken := bySubject[subject]; {
		case subject == "":
			return nil, errorAt([]any{"variants", i}, "%q is not a variant; see --help", name)
		case taken && earlier != name:
			return nil, errorAt([]any{"variants", i}, "%s and %s contradict each other (%s)", earlier, name, subject)
		}
		bySubject[subject] = name
	}
	out := tenant.Chosen{}
	for _, variant := range tenant.Variants() {
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
		if err := requireOneOf(
			object.Object{defaultModeMember: mode},
			nil,
			defaultModeMember,
			"strict",
			"permissive",
		); err != nil {
			return nil, err
		}
		out.Variants = append(slices.Clone(seed.Variants), mode+"-by-default")
		out.DefaultSecurityMode = ""
	}
	if _, err := ChooseVariants(out.Variants); err != nil {
		return nil, err
	}
	out.Variants = tenant.Overlay(tenant.Overlay(first, out.Variants), last)
	return &out, nil
}
