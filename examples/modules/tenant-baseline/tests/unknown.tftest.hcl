# Identifiers and ids may come from resources that are made in the same apply.

run "is_planned" {
  command = plan

  module {
    source = "./tests/unknown"
  }
}

run "is_applied" {
  module {
    source = "./tests/unknown"
  }

  assert {
    condition     = [for entry in output.effective_access.access : entry.scopes] == [tolist(["read:orders"])]
    error_message = "The grant for an API whose identifier was unknown is not as declared."
  }

  assert {
    condition     = output.login_connections == { customers = "customers" }
    error_message = "The connection whose id was unknown is not promoted."
  }
}
