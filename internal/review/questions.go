package review

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/auth0access/terraform-provider-auth0access/internal/access"
)

// NotGranted are scopes that nobody may get, by audience. The audience * means every API, the scope * any access, and a
// scope that ends in * all scopes with that prefix.
type NotGranted map[string][]string

// forbidden returns the scopes of an entry that nobody may get.
func (n NotGranted) forbidden(entry access.Entry) (d difference) {
	for _, pattern := range slices.Concat(n[entry.Audience], n["*"]) {
		beginning, isPattern := strings.CutSuffix(pattern, "*")
		d.access = d.access || pattern == "*"
		d.all = d.all || entry.AllScopes
		for _, scope := range entry.Scopes {
			if scope == pattern || isPattern && strings.HasPrefix(scope, beginning) {
				d.scopes = append(d.scopes, scope)
			}
		}
	}
	slices.Sort(d.scopes)
	d.scopes = slices.Compact(d.scopes)
	if d.all && len(d.scopes) > 0 && entry.API != "" {
		d.all = false // the scopes are known, so the finding names them
	}
	return d
}

// ask answers the questions.
func (c *comparison) ask(options Options, r *Report) {
	if options.Reference != nil {
		c.askReference(options.Reference, r)
	}
	if len(options.NotGranted) > 0 {
		c.askFor(codeNotGranted, options.NotGranted.forbidden, ", which must not be granted.", r)
	}
	if options.NothingForEverybody {
		c.askEverybody(r)
	}
}

// askReference finds access that a reference does not contain.
func (c *comparison) askReference(reference *Snapshot, r *Report) {
	found := newReport()
	newComparison(reference.side(maps.Clone(c.after.wide.keys)), c.after, nil).compareAccess(found)
	for _, f := range found.Of(Gains) {
		f.Code, f.Sentence = codeReference, say("Beyond the reference: ", f.Sentence)
		r.add(f)
	}
}

// askFor finds who can get forbidden scopes after the change. What everybody can get is reported once.
func (c *comparison) askFor(code string, forbidden func(access.Entry) difference, words string, r *Report) {
	reported := map[question]difference{}
	isReported := func(key string, q question, d difference) bool {
		other, isReported := reported[question{key, q.audience, q.subjectType}]
		return isReported && key != q.key && other.all == d.all && slices.Equal(other.scopes, d.scopes)
	}
	for _, q := range c.everything() {
		wide, narrow := c.after.decide(q)
		d := forbidden(wide)
		if !wide.Reason.Allows() || d.isNothing() {
			continue
		}
		if wide.Reason != access.OwnGrant && (isReported(anyStrict, q, d) || isReported(anyPermissive, q, d)) {
			continue
		}
		if isAnybody(q.key) {
			reported[q] = d
		}
		f := c.answer(code, q, wide, d)
		f.Certain = !forbidden(narrow).isNothing()
		f.Sentence = append(f.Sentence, say(words)...)
		r.add(f)
	}
}

// everything returns all questions about the tenant after the change, first those about everybody.
func (c *comparison) everything() (all []question) {
	keys := slices.DeleteFunc(sortedKeys(c.after.wide.holders), isAnybody)
	for _, key := range append([]string{anyStrict, anyPermissive}, keys...) {
		for _, audience := range sortedKeys(c.after.wide.audiences()) {
			for _, subjectType := range access.SubjectTypes() {
				all = append(all, question{key, audience, subjectType})
			}
		}
	}
	return all
}

// answer begins a finding about what a holder can get. The caller adds the end of the sentence.
func (c *comparison) answer(code string, q question, entry access.Entry, d difference) Finding {
	f := Finding{
		Code: code, Address: cmp.Or(entry.GrantID, c.after.wide.policies[q.audience].address), API: entry.API,
		Audience: q.audience, SubjectType: q.subjectType, Scopes: d.scopes, AllScopes: d.all,
		Why: string(entry.Reason), Certain: true,
	}
	f.Sentence = say(c.who(q.key, &f), " can get ", what(d, cmp.Or(entry.API, q.audience)), forWhom(q.subjectType),
		whyGained(entry, entry))
	return f
}

// askEverybody finds what is open to every third-party application after the change.
func (c *comparison) askEverybody(r *Report) {
	for _, q := range c.everything() {
		if !isAnybody(q.key) {
			break
		}
		entry, _ := c.after.decide(q)
		strict, _ := c.after.decide(question{anyStrict, q.audience, q.subjectType})
		if !entry.Reason.Allows() || q.key == anyPermissive && entry.Reason == strict.Reason {
			continue
		}
		f := c.answer(codeForEverybody, q, entry, difference{true, entry.AllScopes, entry.Scopes})
		f.Sentence = append(f.Sentence, say(".")...)
		r.add(f)
	}
	for key, open := range c.after.wide.settings {
		if open.isOpen && key.code != codeUnprotected {
			r.add(Finding{Code: codeForEverybody, Address: open.address, Certain: true, Sentence: open.opens})
		}
	}
}
