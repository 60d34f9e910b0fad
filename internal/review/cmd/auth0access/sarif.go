package main

import (
	"io"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/auth0access/terraform-provider-auth0access/internal/review"
)

const informationURI = "https://registry.terraform.io/providers/auth0access/auth0access/latest/" +
	"docs/guides/reviewing-access"

// writeSARIF writes the report for code scanning. A plan has no line numbers, so the location of a finding is the file
// that was reviewed, and its logical location the address of the resource.
func writeSARIF(out io.Writer, report *review.Report, file string) error {
	document, run := sarif.NewReport(), sarif.NewRunWithInformationURI("auth0access", informationURI)
	run.Tool.Driver.WithVersion(version)
	for _, rule := range review.Rules() {
		run.AddRule(rule.Code).WithShortDescription(sarif.NewMultiformatMessageString().WithText(rule.Text)).
			WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(levels[rule.Kind]))
	}
	for _, f := range report.Findings {
		addResult(run, f, file)
	}
	for _, f := range report.Allowed {
		addResult(run, f, file).AddSuppression(sarif.NewSuppression().WithKind("external"))
	}
	return document.AddRun(run).PrettyWrite(out)
}

// levels are the levels of the kinds.
var levels = map[review.Kind]string{
	review.Boundary: sarif.LevelError,
	review.Gains:    sarif.LevelError,
	review.Unknown:  sarif.LevelWarning,
	review.Loses:    sarif.LevelNote,
	review.Owner:    sarif.LevelNote,
}

func addResult(run *sarif.Run, f review.Finding, file string) *sarif.Result {
	location := sarif.NewLocationWithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewSimpleArtifactLocation(file)).WithRegion(sarif.NewSimpleRegion(1, 1)))
	if f.Address != "" {
		location.AddLogicalLocation(sarif.NewLogicalLocation().WithFullyQualifiedName(f.Address).WithKind("resource"))
	}
	message := sarif.NewMessage().WithText(f.Sentence.String()).WithMarkdown(f.Sentence.Markdown())
	return run.CreateResultForRule(f.Code).WithLevel(levels[f.Kind]).WithMessage(message).AddLocation(location).
		WithPartialFingerprints(map[string]string{"finding/v1": f.Code + " " + f.Address + " " + f.Sentence.String()})
}
