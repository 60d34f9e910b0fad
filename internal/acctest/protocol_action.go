package acctest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Invocation is what came of an action.
type Invocation struct {
	Progress []string
	Errors   []string // summary and detail, with the attribute before them
}

// PlanAction drives the provider's protocol server as Terraform does when it plans an action, and returns the errors.
func PlanAction(t testing.TB, tenant *Tenant, typeName string, config map[string]any) (errors []string) {
	t.Helper()
	return newProtocolServer(t, tenant).planAction(typeName, config)
}

// Invoke plans an action and, unless that gave errors, invokes it, each with a provider of its own, as Terraform does.
func Invoke(t testing.TB, tenant *Tenant, typeName string, config map[string]any) Invocation {
	t.Helper()
	if errors := PlanAction(t, tenant, typeName, config); len(errors) > 0 {
		return Invocation{Errors: errors}
	}
	return InvokeUnplanned(t, tenant, typeName, config)
}

// InvokeUnplanned invokes an action of which Terraform could not plan anything, because its arguments were unknown.
func InvokeUnplanned(t testing.TB, tenant *Tenant, typeName string, config map[string]any) Invocation {
	t.Helper()
	s := newProtocolServer(t, tenant)
	stream, err := s.actions().
		InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{ActionType: typeName, Config: s.encode(config)})
	if err != nil {
		t.Fatal(err)
	}
	var came Invocation
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			came.Progress = append(came.Progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			_, came.Errors = texts(event.Diagnostics)
		}
	}
	return came
}

func (s *protocolServer) actions() tfprotov6.ActionServer {
	s.t.Helper()
	server, ok := s.ProviderServer.(tfprotov6.ActionServer)
	if !ok {
		s.t.Fatal("the provider's server has no actions")
	}
	return server
}

func (s *protocolServer) planAction(typeName string, config map[string]any) []string {
	s.t.Helper()
	encoded := s.encode(config)
	validated, err := s.actions().
		ValidateActionConfig(s.t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: typeName, Config: encoded})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, errors := texts(validated.Diagnostics); len(errors) > 0 {
		return errors
	}
	planned, err := s.actions().
		PlanAction(s.t.Context(), &tfprotov6.PlanActionRequest{ActionType: typeName, Config: encoded})
	if err != nil {
		s.t.Fatal(err)
	}
	_, errors := texts(planned.Diagnostics)
	return errors
}
