package review

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// Allowance approves findings until a day: those of an address, or those about an API and some of its scopes. A code
// narrows it.
type Allowance struct {
	Code     string   `yaml:"code"`
	Address  string   `yaml:"address"`
	Audience string   `yaml:"audience"`
	Scopes   []string `yaml:"scopes"`
	Until    string   `yaml:"until"` // the last day, such as 2027-01-31
	Reason   string   `yaml:"reason"`
}

// ReadAllowances reads a list of allowances, as YAML or JSON.
func ReadAllowances(from io.Reader) ([]Allowance, error) {
	var document struct {
		Allow []Allowance `yaml:"allow"`
	}
	if err := readYAML(from, &document); err != nil {
		return nil, err
	}
	for i, one := range document.Allow {
		_, err := time.Parse(time.DateOnly, one.Until)
		switch {
		case err != nil:
			return nil, fmt.Errorf("allow[%d]: until is %q: write the last day, such as 2027-01-31", i, one.Until)
		case one.Address == "" && one.Audience == "":
			return nil, fmt.Errorf("allow[%d] has neither address nor audience: write one of them", i)
		case one.Audience != "" && len(one.Scopes) == 0:
			return nil, fmt.Errorf("allow[%d] has an audience without scopes: list them, or [\"*\"] for all", i)
		case one.Code != "" && !isCode(one.Code):
			return nil, fmt.Errorf("allow[%d]: there is no code %q", i, one.Code)
		}
	}
	return document.Allow, nil
}

// ReadNotGranted reads the scopes that must not be granted, by audience, as YAML or JSON.
func ReadNotGranted(from io.Reader) (NotGranted, error) {
	var forbidden NotGranted
	err := readYAML(from, &forbidden)
	return forbidden, err
}

func readYAML(from io.Reader, into any) error {
	text, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("this is neither YAML nor JSON of the expected form: %w", err)
	}
	return nil
}

func isCode(code string) bool {
	return slices.ContainsFunc(Rules(), func(rule Rule) bool { return rule.Code == code })
}

// Allow moves the findings that are allowed on a day to Allowed. It notes allowances that have ended.
func (r *Report) Allow(allowances []Allowance, today time.Time) {
	var valid []Allowance
	for _, one := range allowances {
		last, _ := time.Parse(time.DateOnly, one.Until)
		if today.Before(last.AddDate(0, 0, 1)) {
			valid = append(valid, one)
			continue
		}
		if slices.ContainsFunc(r.Findings, func(f Finding) bool { return isAllowed(&f, []Allowance{one}) }) {
			r.Notes = append(r.Notes, fmt.Sprintf("The allowance for %s ended on %s.", one.what(), one.Until))
		}
	}
	r.set(func(f *Finding) bool { return isAllowed(f, valid) })
}

func (a Allowance) what() string {
	if a.Address != "" {
		return a.Address
	}
	return strings.Join(a.Scopes, ", ") + " of " + a.Audience
}

// isAllowed reports whether allowances cover a finding: one by its address, or several together by its scopes.
func isAllowed(f *Finding, allowances []Allowance) bool {
	left, until := map[string]bool{}, ""
	for _, scope := range f.Scopes {
		left[scope] = true
	}
	if f.AllScopes || len(f.Scopes) == 0 {
		left["*"] = true
	}
	for _, one := range allowances {
		switch {
		case one.Code != "" && one.Code != f.Code:
			continue
		case one.Address != "" && one.Address != f.Address:
			continue
		case one.Audience == "":
			f.Until = one.Until
			return true
		case one.Audience != f.Audience:
			continue
		}
		for _, scope := range one.Scopes {
			if scope == "*" {
				left = nil
			}
			delete(left, scope)
		}
		if until == "" || one.Until < until {
			until = one.Until
		}
		if len(left) == 0 {
			f.Until = until
			return true
		}
	}
	return false
}

// Ignore moves findings with a code, or with a code and an address, to Allowed. Each is written as CODE or
// CODE@ADDRESS.
func (r *Report) Ignore(ignored []string) error {
	for _, one := range ignored {
		if code, _, _ := strings.Cut(one, "@"); !isCode(code) {
			return fmt.Errorf("there is no code %q to ignore: write CODE or CODE@ADDRESS, as a report shows them after a "+
				"finding", code)
		}
	}
	r.set(func(f *Finding) bool {
		return slices.Contains(ignored, f.Code) || slices.Contains(ignored, f.Code+"@"+f.Address)
	})
	return nil
}

// set moves the findings that are allowed to Allowed.
func (r *Report) set(isAllowed func(*Finding) bool) {
	left := []Finding{}
	for _, f := range r.Findings {
		if isAllowed(&f) {
			r.Allowed = append(r.Allowed, f)
		} else {
			left = append(left, f)
		}
	}
	r.Findings = left
}
