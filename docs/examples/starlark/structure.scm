(function_definition) @function
(function_definition name: (identifier) @function.name)
(function_definition body: (block) @function.body)
(function_definition body: (block (expression_statement (string) @docstring)))
(function_definition parameters: (parameters) @function.parameters)
(function_definition parameters: (parameters [(identifier) (default_parameter)] @parameter))
(function_definition parameters: (parameters (identifier) @parameter.name))
(function_definition parameters: (parameters (default_parameter name: (identifier) @parameter.name)))
(function_definition parameters: (parameters (default_parameter value: (_) @parameter.default)))
