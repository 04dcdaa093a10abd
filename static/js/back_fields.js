// Runs before Flask-Admin's form.js: native date fields and short native lists instead of its widgets.
(function ($) {
  "use strict";
  var LONG_LIST = 40;

  if ($.fn.select2) {
    $.extend($.fn.select2.defaults, {
      formatNoMatches: function () { return "Ничего не нашлось"; },
      formatSearching: function () { return "Ищем…"; },
      formatLoadMore: function () { return "Загружаем ещё…"; },
      formatAjaxError: function () { return "Нет связи"; },
      formatInputTooShort: function (text, least) { return "Введите ещё символов: " + (least - text.length); },
    });
  }

  function makeDate($el) {
    $el.attr("type", "date").removeAttr("data-role");
    return true;
  }

  function makeRange($el) {
    var parts = ($el.val() || "").split(" to ");
    var fields = ["с", "по"].map(function (word, i) {
      return $('<input type="date" class="filter-val form-control half">').attr("aria-label", word).val(parts[i] || "");
    });
    function join() {
      var value = fields.every(function (f) { return f.val(); }) ? fields[0].val() + " to " + fields[1].val() : "";
      $el.val(value).trigger("change");
    }
    fields.forEach(function (f) { f.on("change", join); });
    $el.attr("type", "hidden").after(fields);
    return true;
  }

  function makeSelect($el) {
    if (!$el.is("select") || $el.prop("multiple") || $el.children("option").length > LONG_LIST) return false;
    $el.removeAttr("data-role").addClass("form-control");
    return true;
  }

  var makers = { datepicker: makeDate, daterangepicker: makeRange, select2: makeSelect };
  var registered = false;

  $(document).on("adminFormReady", function () {
    if (registered || !window.faForm) return;
    registered = true;
    window.faForm.addFieldConverter(function ($el, name) {
      return Object.hasOwn(makers, name) ? makers[name]($el) : false;
    });
  });
})(window.jQuery);
