package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// Lifecycle takes one resource through its life by the provider's protocol server, each step with a provider that was
// just started, as terraform apply and terraform import do. A step ends at the first call that gives errors.
type Lifecycle struct {
	t        testing.TB
	tenant   *Tenant
	typeName string

	state    *tfprotov6.DynamicValue // nil if there is no resource
	private  []byte
	identity *tfprotov6.ResourceIdentityData

	action    plancheck.ResourceActionType // of the last plan that was applied
	meanwhile func()
}

// NewLifecycle returns the lifecycle of a resource that is not there yet.
func NewLifecycle(t testing.TB, tenant *Tenant, typeName string) *Lifecycle {
	t.Helper()
	return &Lifecycle{t: t, tenant: tenant, typeName: typeName}
}

// Apply refreshes the resource, if there is one, and makes it what config says; nil destroys it. Attributes that are
// left out are null. A plan that changes nothing is not applied. The test fails if a plan would replace the resource,
// or if the outcome is not as planned.
func (l *Lifecycle) Apply(config map[string]any) (errors []string) {
	l.t.Helper()
	s := newProtocolServer(l.t, l.tenant)
	if config != nil {
		validated, err := s.ValidateResourceConfig(
			l.t.Context(),
			&tfprotov6.ValidateResourceConfigRequest{TypeName: l.typeName, Config: s.encode(config)},
		)
		l.must(err)
		if _, errors := texts(validated.Diagnostics); len(errors) > 0 {
			return errors
		}
	}
	if errors := l.refresh(s); len(errors) > 0 {
		return errors
	}
	planned := l.plan(s, config)
	if len(planned.RequiresReplace) > 0 && l.State() != nil {
		l.t.Fatalf("%s would be replaced because of %v", l.typeName, planned.RequiresReplace)
	}
	if _, errors := texts(planned.Diagnostics); len(errors) > 0 {
		return errors
	}
	typ := s.resourceSchema(l.typeName).ValueType()
	l.action = l.actionOf(planned.PlannedState, typ)
	if l.meanwhile != nil {
		l.meanwhile()
		l.meanwhile = nil
	}
	if l.action == plancheck.ResourceActionNoop {
		return nil
	}
	applied, err := s.ApplyResourceChange(l.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName:        l.typeName,
		PriorState:      s.encode(l.State()),
		PlannedState:    planned.PlannedState,
		Config:          s.encode(config),
		PlannedPrivate:  planned.PlannedPrivate,
		PlannedIdentity: planned.PlannedIdentity,
	})
	l.must(err)
	l.state, l.private, l.identity = applied.NewState, applied.Private, applied.NewIdentity
	_, errors = texts(applied.Diagnostics)
	if len(errors) == 0 && !mayBecome(l.value(planned.PlannedState, typ), l.value(applied.NewState, typ)) {
		l.t.Errorf("the outcome is not as planned:\n%v\n%v", s.decodeAs(planned.PlannedState, typ), l.State())
	}
	return errors
}

// Converge applies config, which has to succeed with the given action, and then plans it anew, which has to change
// nothing: what the test framework demands of a step with a real Terraform.
func (l *Lifecycle) Converge(config map[string]any, want plancheck.ResourceActionType) {
	l.t.Helper()
	if errors := l.Apply(config); len(errors) > 0 {
		l.t.Fatalf("apply fails: %q", errors)
	}
	if l.action != want {
		l.t.Errorf("the plan was to %s, want %s", l.action, want)
	}
	if config != nil {
		l.WantNoChange(config)
	}
}

// WantNoChange checks that a plan of config changes nothing.
func (l *Lifecycle) WantNoChange(config map[string]any) {
	l.t.Helper()
	if plan := l.Plan(config); len(plan.Errors) > 0 || plan.Action != plancheck.ResourceActionNoop {
		l.t.Errorf("the plan is to %s, with errors %q:\n%v\n%v", plan.Action, plan.Errors, plan.Prior, plan.Planned)
	}
}

// Meanwhile does something between the plan of the next Apply and what comes of it.
func (l *Lifecycle) Meanwhile(do func()) { l.meanwhile = do }

// Plan refreshes the resource, if there is one, and plans what config says, with a provider that was just started. The
// lifecycle stays as it is.
func (l *Lifecycle) Plan(config map[string]any) PlanResult {
	l.t.Helper()
	at := *l
	s := newProtocolServer(l.t, l.tenant)
	if errors := at.refresh(s); len(errors) > 0 {
		return PlanResult{Errors: errors}
	}
	planned := at.plan(s, config)
	schema := s.resourceSchema(l.typeName)
	result := PlanResult{
		Prior: at.State(), Planned: s.decode(planned.PlannedState, schema),
		Action: at.actionOf(planned.PlannedState, schema.ValueType()),
	}
	for _, attribute := range planned.RequiresReplace {
		result.RequiresReplace = append(result.RequiresReplace, attribute.String())
	}
	result.Warnings, result.Errors = texts(planned.Diagnostics)
	return result
}

// plan plans config for the resource as it was refreshed.
func (l *Lifecycle) plan(s *protocolServer, config map[string]any) *tfprotov6.PlanResourceChangeResponse {
	l.t.Helper()
	prior := l.State()
	planned, err := s.PlanResourceChange(l.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName:         l.typeName,
		PriorState:       s.encode(prior),
		ProposedNewState: s.encode(proposed(s.resourceSchema(l.typeName).Block.Attributes, prior, config)),
		Config:           s.encode(config),
		PriorPrivate:     l.private,
		PriorIdentity:    l.identity,
	})
	l.must(err)
	return planned
}

// Import takes over what is there under the given id, as an import block does.
func (l *Lifecycle) Import(id string) (errors []string) {
	l.t.Helper()
	s := newProtocolServer(l.t, l.tenant)
	imported, err := s.ImportResourceState(
		l.t.Context(),
		&tfprotov6.ImportResourceStateRequest{TypeName: l.typeName, ID: id},
	)
	l.must(err)
	if _, errors := texts(imported.Diagnostics); len(errors) > 0 {
		return errors
	}
	one := imported.ImportedResources[0]
	l.state, l.private, l.identity = one.State, one.Private, one.Identity
	return l.refresh(s)
}

// ImportByIdentity takes over what is there under the given identity, as an import block does.
func (l *Lifecycle) ImportByIdentity(identity map[string]any) {
	l.t.Helper()
	read := newProtocolServer(l.t, l.tenant).importByIdentity(l.typeName, identity)
	l.state, l.private, l.identity = read.NewState, read.Private, read.NewIdentity
}

// In makes every call that Terraform makes of a resource in its state, each with a provider that was just started for
// the given tenant, and returns the errors of each. What becomes of the resource does not count.
func (l *Lifecycle) In(tenant *Tenant) (errors map[string][]string) {
	l.t.Helper()
	nothing := &tfprotov6.DynamicValue{JSON: []byte("null")}
	errors = map[string][]string{}
	note := func(call string, diagnostics []*tfprotov6.Diagnostic, err error) {
		l.t.Helper()
		l.must(err)
		_, errors[call] = texts(diagnostics)
	}
	read, err := newProtocolServer(l.t, tenant).ReadResource(l.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: l.typeName, CurrentState: l.state, CurrentIdentity: l.identity, Private: l.private,
	})
	note("read", read.Diagnostics, err)
	for call, proposed := range map[string]*tfprotov6.DynamicValue{"update": l.state, "delete": nothing} {
		planned, err := newProtocolServer(l.t, tenant).PlanResourceChange(l.t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName:         l.typeName,
			PriorState:       l.state,
			ProposedNewState: proposed,
			Config:           proposed,
			PriorPrivate:     l.private,
			PriorIdentity:    l.identity,
		})
		note("plan to "+call, planned.Diagnostics, err)
		applied, err := newProtocolServer(
			l.t,
			tenant,
		).ApplyResourceChange(l.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName:        l.typeName,
			PriorState:      l.state,
			PlannedState:    proposed,
			Config:          proposed,
			PlannedPrivate:  l.private,
			PlannedIdentity: l.identity,
		})
		note(call, applied.Diagnostics, err)
	}
	return errors
}

// State returns the resource's attributes, nil if there is none.
func (l *Lifecycle) State() map[string]any {
	l.t.Helper()
	s := newUnconfiguredServer(l.t)
	return s.decode(l.state, s.resourceSchema(l.typeName))
}

func (l *Lifecycle) refresh(s *protocolServer) (errors []string) {
	l.t.Helper()
	if l.State() == nil {
		return nil
	}
	read, err := s.ReadResource(l.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: l.typeName, CurrentState: l.state, CurrentIdentity: l.identity, Private: l.private,
	})
	l.must(err)
	if _, errors := texts(read.Diagnostics); len(errors) > 0 {
		return errors
	}
	l.state, l.private, l.identity = read.NewState, read.Private, read.NewIdentity
	return nil
}

func (l *Lifecycle) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// Adopt begins with a state, as one that an older version of the provider left.
func (l *Lifecycle) Adopt(state map[string]any) {
	l.t.Helper()
	l.state = newUnconfiguredServer(l.t).encode(state)
}
