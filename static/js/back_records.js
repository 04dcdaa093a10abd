// Filters by a record of a growing table: the field looks records up as one types. Runs after Flask-Admin's form.js.
(function ($) {
  "use strict";
  var KIND = "record:";
  var PAGE = 10;

  function lookup(kind) {
    return {
      url: location.pathname.replace(/\/?$/, "/") + "ajax/lookup/",
      data: function (term, page) { return { name: kind, query: term, offset: (page - 1) * PAGE, limit: PAGE }; },
      results: function (found) {
        return {
          results: found.map(function (pair) { return { id: pair[0], text: pair[1] }; }),
          more: found.length === PAGE,
        };
      },
    };
  }

  function makeRecord($el, kind) {
    var $chosen = $el.find("option:selected");
    var $field = $('<input type="hidden" class="filter-val">').attr("name", $el.attr("name")).val($chosen.val() || "");
    $el.after($field).remove();
    $field.select2({
      width: "200px",
      minimumInputLength: 0,
      placeholder: "Начните вводить",
      ajax: lookup(kind),
      initSelection: function (element, done) { done({ id: $chosen.val(), text: $chosen.text() }); },
    });
    $field.on("change", function () { $("#filter_form button").removeClass("d-none"); });
    return true;
  }

  // select2 3.5 calls its search field a combobox without the state that the role asks for
  $(document).on("select2-open select2-loaded", function () {
    $(".select2-drop-active .select2-input").attr({ "aria-expanded": "true", "aria-controls": $(".select2-drop-active .select2-results").attr("id") });
  });

  var registered = false;
  $(document).on("adminFormReady", function () {
    if (registered || !window.faForm) return;
    registered = true;
    window.faForm.addFieldConverter(function ($el, name) {
      return typeof name === "string" && name.indexOf(KIND) === 0 ? makeRecord($el, name) : false;
    });
  });
})(window.jQuery);
