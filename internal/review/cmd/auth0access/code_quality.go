package main

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

// issue is a finding as GitLab's merge requests show it (Code Quality).
type issue struct {
	Description string   `json:"description"`
	CheckName   string   `json:"check_name"`
	Fingerprint string   `json:"fingerprint"`
	Severity    string   `json:"severity"`
	Location    location `json:"location"`
}

type location struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

// severities are GitLab's for the kinds.
var severities = map[review.Kind]string{
	review.Boundary: "blocker",
	review.Gains:    "critical",
	review.Unknown:  "major",
	review.Loses:    "info",
	review.Owner:    "minor",
}

// writeCodeQuality writes the findings that count, all at line 1, because a plan has no line numbers.
func writeCodeQuality(out io.Writer, report *review.Report, file string) error {
	issues := []issue{}
	for _, f := range report.Findings {
		sum := sha256.Sum256([]byte(f.Code + " " + f.Address + " " + f.Sentence.String()))
		one := issue{
			Description: f.Sentence.String(), CheckName: f.Code, Severity: severities[f.Kind],
			Fingerprint: hex.EncodeToString(sum[:]), Location: location{Path: file},
		}
		one.Location.Lines.Begin = 1
		issues = append(issues, one)
	}
	return writeJSON(out, issues)
}
